package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code flow-announce}: whoever answers a forwarded call takes it with a key. */
class FlowAnnounceRouteTest extends RouteTest {
    FlowAnnounceRouteTest() {
        super("flow-announce", "error-handling");
    }

    @Test
    void whoCallsIsSaidDigitByDigit() throws Exception {
        String twiml = calls("/voice/forward-announce?context.caller=%2B15551230001", Twilio.call(Twilio.callSid()))
                .getBody(String.class);

        assertThat(twiml)
                .contains("A call from 1 5 5 5 1 2 3 0 0 0 1. Press 1 to take it.")
                .contains("forward-accept?context.caller=%2B15551230001#")
                .containsSubsequence("</Gather>", "<Hangup/>");
    }

    /** An empty document connects. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "*, true", "'', true"})
    void oneTakesTheCallAndAnyOtherKeyEndsTheTry(String digits, boolean hangup) throws Exception {
        String twiml = calls("/voice/forward-accept", Twilio.with(Twilio.call(Twilio.callSid()), "Digits", digits))
                .getBody(String.class);

        assertThat(twiml.contains("<Response>\n  <Hangup/>\n</Response>")).isEqualTo(hangup);
        assertThat(twiml).doesNotContain("<Say");
    }
}
