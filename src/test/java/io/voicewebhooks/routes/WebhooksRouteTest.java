package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map.Entry;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code call-status} and {@code recording-status}: what Twilio hears, and what goes to the journal. */
class WebhooksRouteTest extends RouteTest {
    private final List<Entry<String, String>> status = Twilio.status(Twilio.callSid(), "completed");
    private final List<Entry<String, String>> recording =
            Twilio.recording(Twilio.callSid(), Twilio.recordingSid(), "absent");

    WebhooksRouteTest() {
        super("call-status", "recording-status", "error-handling");
    }

    private List<Entry<String, String>> form(String path) {
        return path.equals("/voice/status") ? status : recording;
    }

    @ParameterizedTest
    @CsvSource({"/voice/status, call.completed", "/voice/recording, recording.absent"})
    void aCallbackIsStoredAsAnEventAndThenAccepted(String path, String kind) throws Exception {
        calls(path, form(path));

        Message stored = mock("direct:journal").getExchanges().get(0).getMessage();
        assertThat(stored.getBody(VoiceEvent.class).kind()).isEqualTo(kind);
        assertThat(reached()).containsExactly("direct:accepted", "direct:journal");
    }

    @ParameterizedTest
    @CsvSource({"/voice/status, CallSid is missing", "/voice/recording, RecordingSid is missing"})
    void whatIsMissingIsSaidAndNothingIsStored(String path, String text) throws Exception {
        Message reply = calls(path, List.of());

        assertThat(reply.getHeaders())
                .containsOnlyKeys("CamelHttpResponseCode", "Content-Type")
                .containsEntry("CamelHttpResponseCode", "400")
                .containsEntry("Content-Type", "text/plain; charset=utf-8");
        // bytes have a Content-Length
        assertThat(reply.getBody()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(reached()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/voice/status", "/voice/recording"})
    void anEventThatCannotBeStoredIsNotAccepted(String path) throws Exception {
        mock("direct:journal").whenAnyExchangeReceived(event -> {
            throw new IllegalStateException("the disk is full");
        });

        Message reply = calls(path, form(path));

        assertThat(reply.getHeaders())
                .containsOnlyKeys("CamelHttpResponseCode", "Content-Type")
                .containsEntry("CamelHttpResponseCode", "503")
                .containsEntry("Content-Type", "text/plain; charset=utf-8");
        assertThat(reply.getBody()).isEqualTo("the event cannot be stored now".getBytes(StandardCharsets.UTF_8));
        assertThat(reached()).containsExactly("direct:journal");
    }

    @Test
    void aCallbackThatTwilioHasNotSignedGoesNoFurther() throws Exception {
        set("twilio.auth-token", "fedcba9876543210fedcba9876543210");

        assertThat(calls("/voice/status", status).getHeader("CamelHttpResponseCode"))
                .isEqualTo(403);
        assertThat(reached()).isEmpty();
    }
}
