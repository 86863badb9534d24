package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code call-back}: who left no message is called back, or not. */
class CallBackRouteTest extends RouteTest {
    private static final String QUEUE = "voice.sink.call-back";
    private static final String REQUESTS = "jms:queue:voice.calls.place";

    private final String absent = event(
            "recording.absent",
            Map.of(
                    "CallSid",
                    Twilio.callSid(),
                    "RecordingSid",
                    Twilio.recordingSid(),
                    "context",
                    Map.of("from", "+15551230007", "to", "+15558675310")));

    CallBackRouteTest() {
        super("call-back", "error-handling");
        set("voice.sink.call-back.enabled", "true");
        set("voice.calls.allowed", "+1555*");
        set("call.hours", "mon-sun 00:00-24:00");
    }

    @Test
    void withinBusinessHoursACallIsAskedForFromTheNumberThatWasCalled() throws Exception {
        delivers(QUEUE, absent);

        String body = mock(REQUESTS).getExchanges().get(0).getMessage().getBody(String.class);
        JsonNode request = new ObjectMapper().readTree(body);
        assertThat(request.path("to").asText()).isEqualTo("+15551230007");
        assertThat(request.path("from").asText()).isEqualTo("+15558675310");
        assertThat(request.path("flow").asText()).isEqualTo("put-through");
        // the event's, so that a second copy is the same request
        assertThat(request.path("id").asText()).isEqualTo("0123456789abcdef0123456789abcdef");
    }

    @Test
    void outOfHoursNobodyIsCalled() throws Exception {
        set("call.hours", "");

        delivers(QUEUE, absent);

        assertThat(reached()).isEmpty();
    }

    @Test
    void whoeverAnswersIsPutThrough() throws Exception {
        calls("/voice/put-through", Twilio.call(Twilio.callSid()));

        assertThat(reached()).contains("direct:forward");
    }

    @Test
    void nobodyIsCalledUnlessThatIsSwitchedOn() throws Exception {
        set("voice.sink.call-back.enabled", "false");
        start();

        assertThat(context.getRoute("sink-call-back")).isNull();
        assertThat(context.getRoute("put-through")).isNull();
    }
}
