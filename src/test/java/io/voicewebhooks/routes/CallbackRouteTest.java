package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

/** {@code callback}: what Twilio hears, and what goes to the journal. */
class CallbackRouteTest extends RouteTest {
    private static final String PATH = "/voice/callback";

    CallbackRouteTest() {
        super("callback", "error-handling");
    }

    private String stored() throws Exception {
        return mock("direct:journal")
                .getExchanges()
                .get(0)
                .getMessage()
                .getBody(VoiceEvent.class)
                .kind();
    }

    @Test
    void aCallbackIsStoredAndThenAccepted() throws Exception {
        calls(PATH, Twilio.with(Twilio.call(Twilio.callSid()), "StreamEvent", "stream-started"));

        assertThat(stored()).isEqualTo("stream.started");
        assertThat(reached()).containsExactly("direct:accepted", "direct:journal");
    }

    @Test
    void theActionOfAVerbIsStoredAndAnsweredWithTwiml() throws Exception {
        Message reply = calls(PATH, Twilio.with(Twilio.call(Twilio.callSid()), "DialCallStatus", "busy"));

        assertThat(stored()).isEqualTo("dial.action");
        assertThat(reached()).containsExactly("direct:journal");
        assertThat(reply.getHeaders())
                .containsOnlyKeys("Content-Type")
                .containsEntry("Content-Type", "text/xml; charset=utf-8");
        // bytes have a Content-Length
        assertThat(reply.getBody())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatCannotBeStoredIsNotAccepted() throws Exception {
        mock("direct:journal").whenAnyExchangeReceived(event -> {
            throw new IllegalStateException("the disk is full");
        });

        Message reply = calls(PATH, Twilio.with(Twilio.call(Twilio.callSid()), "DialCallStatus", "busy"));

        assertThat(reply.getHeader("CamelHttpResponseCode")).isEqualTo("503");
        assertThat(reached()).containsExactly("direct:journal");
    }
}
