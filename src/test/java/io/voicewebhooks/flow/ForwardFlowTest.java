package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Event;
import io.voicewebhooks.testkit.PhoneCall;
import io.voicewebhooks.testkit.TwilioPhone;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forwarding: two numbers ring at once, then a third one. Whoever answers takes the call with a key. */
class ForwardFlowTest {
    private static final String CALLER = "+15551230001";
    private static final String OUR_NUMBER = "+15558675310";
    private static final String DESK = "+15550009001";
    private static final String MOBILE = "+15550009002";
    private static final String BRANCH = "+15550009003";
    private static final String GREETING = "Please leave a message after the tone.";

    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes")
            .set("call.hours", "mon-sun 00:00-24:00")
            .set("call.forward.to", DESK + ", " + MOBILE + "; " + BRANCH)
            .set("call.forward.caller-id", OUR_NUMBER);

    @Test
    void whoeverAnswersHearsWhoCallsAndTakesTheCallWithTheKey() {
        phone.callee(DESK).presses("1").callee(MOBILE).doesNotAnswer();

        PhoneCall call = phone.from(CALLER).calls(OUR_NUMBER);

        call.wasForwardedTo(DESK, MOBILE)
                .calleeHeard(DESK, "A call from 1 5 5 5 1 2 3 0 0 0 1. Press 1 to take it.")
                .talkedTo(DESK)
                .hears()
                .hasEnded();
        assertThat(call.events()).extracting(Event::type).doesNotContain("call.missed");
    }

    @Test
    void ifThoseWhoRingFirstAreBusyTheNextRings() {
        phone.callee(DESK).busy().callee(MOBILE).doesNotAnswer().callee(BRANCH).presses("1");

        PhoneCall call = phone.from(CALLER).calls(OUR_NUMBER);

        call.wasForwardedTo(DESK, MOBILE, BRANCH).talkedTo(BRANCH).hears().hasEnded();
        assertThat(call.events()).extracting(Event::type).doesNotContain("call.missed");
    }

    @Test
    void noMailboxSwallowsACall() {
        phone.callee(DESK)
                .doesNotAnswer()
                .callee(MOBILE)
                .answers()
                .callee(BRANCH)
                .answers();

        PhoneCall call = phone.from(CALLER).calls(OUR_NUMBER);

        call.wasForwardedTo(DESK, MOBILE, BRANCH).hears(GREETING);
        assertThat(call.event("call.missed").data("DialBridged")).isEqualTo("false");
        assertThat(call.event("call.missed").context("turn")).isEqualTo("1");
    }

    @Test
    void anotherKeyDeclines() {
        phone.callee(DESK)
                .presses("5")
                .callee(MOBILE)
                .doesNotAnswer()
                .callee(BRANCH)
                .presses("*");

        phone.from(CALLER)
                .calls(OUR_NUMBER)
                .wasForwardedTo(DESK, MOBILE, BRANCH)
                .hears(GREETING);
    }

    @Test
    void aCallThatNobodyTakesIsMissedOnceAndGoesOnToVoicemail() {
        phone.callee(DESK).busy().callee(MOBILE).fails().callee(BRANCH).doesNotAnswer();

        PhoneCall call = phone.from(CALLER)
                .calls(OUR_NUMBER)
                .wasForwardedTo(DESK, MOBILE, BRANCH)
                .hears(GREETING);

        assertThat(call.event("call.missed").data("DialCallStatus")).isEqualTo("no-answer");
        assertThat(call.event("call.missed").data("From")).isEqualTo(CALLER);
    }

    @Test
    void aCallerWhoGivesUpIsOneNoticeAndNobodyElseRings() {
        phone.callee(DESK).doesNotAnswer().callee(MOBILE).doesNotAnswer();

        PhoneCall call = phone.from(CALLER).hangsUpAfter(Duration.ofSeconds(10)).calls(OUR_NUMBER);

        call.wasForwardedTo(DESK, MOBILE).hasEnded();
        assertThat(call.events())
                .filteredOn(event -> "inbound".equals(event.data("Direction")))
                .extracting(Event::type)
                .containsExactlyInAnyOrder("call.incoming", "call.no-answer");
    }

    @Test
    void aCallerWhoHidesTheNumberIsAnnouncedToo() {
        phone.callee(DESK).presses("1").callee(MOBILE).doesNotAnswer();

        phone.from("anonymous")
                .calls(OUR_NUMBER)
                .calleeHeard(DESK, "A call from anonymous. Press 1 to take it.")
                .talkedTo(DESK);
    }

    @ParameterizedTest
    @CsvSource({CALLER + ", " + CALLER, "client:alice, " + OUR_NUMBER, "sip:alice@example.sip.twilio.com, " + OUR_NUMBER
    })
    void whoIsCalledSeesTheCallersNumberOrOursWhereThereIsNone(String caller, String shown) {
        phone.callee(DESK).presses("1").callee(MOBILE).busy();

        PhoneCall call = phone.from(caller).calls(OUR_NUMBER).talkedTo(DESK);

        assertThat(call.events())
                .filteredOn(event -> event.data("Direction").equals("outbound-dial"))
                .extracting(event -> event.data("From"))
                .containsOnly(shown);
    }

    @Test
    void everyEventOfALegNamesTheCallThatItBelongsTo() {
        phone.callee(DESK).presses("1").callee(MOBILE).busy();

        PhoneCall call = phone.from(CALLER).calls(OUR_NUMBER).talkedTo(DESK);

        assertThat(call.events())
                .filteredOn(event -> event.data("Direction").equals("outbound-dial"))
                .allSatisfy(event -> assertThat(event.data("ParentCallSid")).isEqualTo(call.sid()))
                .extracting(event -> event.data("To") + " " + event.type())
                .containsExactlyInAnyOrder(
                        DESK + " call.initiated",
                        DESK + " call.ringing",
                        DESK + " call.in-progress",
                        DESK + " call.completed",
                        MOBILE + " call.initiated",
                        MOBILE + " call.busy");
    }
}
