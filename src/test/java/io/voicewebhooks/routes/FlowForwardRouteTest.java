package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code flow-forward}: two numbers ring at once, then a third one. */
class FlowForwardRouteTest extends RouteTest {
    private final List<Entry<String, String>> call = Twilio.call(Twilio.callSid());

    FlowForwardRouteTest() {
        super("incoming-call", "flow-forward", "error-handling");
        set("call.hours", "mon-sun 00:00-24:00");
        set("call.forward.to", "+15550009001, +15550009002; +15550009003");
    }

    private String rings() throws Exception {
        return calls("/voice/incoming", call).getBody(String.class);
    }

    @Test
    void theFirstTurnRingsAndItsNumberTravelsInTheUrlOfTheNextStep() throws Exception {
        assertThat(rings())
                .contains(">+15550009001</Number>", ">+15550009002</Number>")
                .doesNotContain("+15550009003")
                .contains("<Dial timeout=\"20\" ")
                .contains("forward-result?context.caller=%2B15551230001&amp;context.turn=0#")
                .contains("forward-announce?context.caller=%2B15551230001")
                .contains("statusCallback=\"https://voice.example.com/voice/status#rc=5&amp;rp=5xx,ct,rt\"");
    }

    @Test
    void itsKeysDecideHowLongItRingsAndWhetherTheCallIsAnnounced() throws Exception {
        set("call.forward.ring-seconds", "45");
        set("call.forward.announce", "false");

        assertThat(rings()).contains("timeout=\"45\"").doesNotContain("forward-announce");
    }

    @ParameterizedTest
    @CsvSource({"+15551230001, <Dial timeout", "client:alice, <Dial callerId=\"+15558675310\" timeout"})
    void aCallerWithoutANumberIsShownAsTheNumberOfTheKey(String from, String dial) throws Exception {
        set("call.forward.caller-id", "+15558675310");

        assertThat(calls("/voice/incoming", Twilio.with(call, "From", from)).getBody(String.class))
                .contains(dial);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "", useHeadersInDisplayName = true, textBlock = """
            turn | DialCallStatus | DialBridged | CallStatus  | then
            0    | completed      | true        | in-progress | hangup
            0    | completed      |             | in-progress | hangup
            0    | answered       | true        | in-progress | hangup
            0    | completed      | false       | in-progress | next turn
            0    | no-answer      |             | in-progress | next turn
            0    | busy           |             | in-progress | next turn
            0    | failed         |             | ringing     | next turn
            1    | no-answer      |             | in-progress | missed
            1    | completed      | false       | in-progress | missed
            0    | no-answer      |             | completed   | missed
            0    | no-answer      |             | canceled    | missed
            0    | no-answer      |             | no-answer   | gave up
            0    | no-answer      |             | busy        | missed
            0    | no-answer      |             | failed      | missed
            """)
    void whatBecameOfATurnDecides(String turn, String dial, String bridged, String status, String then)
            throws Exception {
        List<Entry<String, String>> form = Twilio.with(call, "DialCallStatus", dial, "CallStatus", status);
        form = bridged == null ? form : Twilio.with(form, "DialBridged", bridged);

        String twiml = calls("/voice/forward-result?context.turn=" + turn, form).getBody(String.class);

        switch (then) {
            case "hangup" -> assertThat(twiml).contains("<Response>\n  <Hangup/>\n</Response>");
            case "next turn" -> assertThat(twiml).contains(">+15550009003</Number>", "context.turn=1#");
            case "gave up" -> assertThat(reached()).containsExactly("direct:voicemail");
            default -> assertThat(reached()).containsExactly("direct:voicemail", "journal:voice.events");
        }
        assertThat(reached().isEmpty()).isEqualTo(then.equals("hangup") || then.equals("next turn"));
    }

    @Test
    void aCallThatNobodyTookIsStoredAsMissedAndTheCallerWaitsBriefly() throws Exception {
        calls("/voice/forward-result?context.turn=1", Twilio.with(call, "DialCallStatus", "busy"));

        assertThat(mock("journal:voice.events")
                        .getExchanges()
                        .get(0)
                        .getVariable("event", VoiceEvent.class)
                        .kind())
                .isEqualTo("call.missed");
        assertThat(context.hasEndpoint("journal:voice.events?variable=event&wait=briefly"))
                .isNotNull();
    }
}
