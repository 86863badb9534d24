package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code call-back}: who left no message is called back, or not. */
class CallBackRouteTest extends RouteTest {
    private static final String QUEUE = "voice.sink.call-back";
    private static final String REQUESTS = "jms:queue:voice.calls.place";

    private static final Map<String, Object> CONTEXT = Map.of("from", "+15551230007", "to", "+15558675310");

    private final String absent = absent(Duration.ofMinutes(1), Map.of("context", CONTEXT));

    CallBackRouteTest() {
        super("call-back", "error-handling");
        set("voice.sink.call-back.enabled", "true");
        set("voice.calls.allowed", "+1555*");
        set("call.hours", "mon-sun 00:00-24:00");
    }

    private static String absent(Duration ago, Map<String, Object> more) {
        Map<String, Object> data = new HashMap<>(more);
        data.put("CallSid", Twilio.callSid());
        data.put("RecordingSid", Twilio.recordingSid());
        return event("recording.absent", data)
                .replace("2026-11-23T15:00:00Z", Instant.now().minus(ago).toString());
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
    void whoCalledLongAgoIsNotCalledAnyMore() throws Exception {
        delivers(QUEUE, absent(Duration.ofMinutes(61), Map.of("context", CONTEXT)));
        assertThat(reached()).isEmpty();

        delivers(QUEUE, absent(Duration.ofMinutes(55), Map.of("context", CONTEXT)));
        assertThat(reached()).containsExactly(REQUESTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recovered", "recoveredAs"})
    void nothingIsDoneForWhatWasLost(String mark) throws Exception {
        delivers(QUEUE, absent(Duration.ZERO, Map.of("context", CONTEXT, mark, "call-events")));

        assertThat(reached()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "anonymous, +15558675310",
        "client:alice, +15558675310",
        "sip:bob@pbx.example.com, +15558675310",
        "+15551230007, sip:office@example.sip.twilio.com",
        "'', ''"
    })
    void whoHasNoNumberIsNotCalled(String from, String to) throws Exception {
        delivers(QUEUE, absent(Duration.ZERO, Map.of("context", Map.of("from", from, "to", to))));

        assertThat(reached()).isEmpty();
    }

    @Test
    void nobodyIsCalledWhereItIsNotToldWhoCalled() throws Exception {
        delivers(QUEUE, absent(Duration.ZERO, Map.of()));

        assertThat(reached()).isEmpty();
    }

    /** Else it would go on for ever. */
    @Test
    void whomWeHaveCalledWeDoNotCallAgain() throws Exception {
        Map<String, Object> placed = new HashMap<>(CONTEXT);
        placed.put("direction", "outbound-api");
        delivers(QUEUE, absent(Duration.ZERO, Map.of("context", placed)));

        assertThat(reached()).isEmpty();
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
