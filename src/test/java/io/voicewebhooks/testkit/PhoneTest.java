package io.voicewebhooks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.OutboundCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shipped call flow within business hours, as callers meet it. */
class PhoneTest {
    private static final String CALLER = "+15551230001";
    private static final String OUR_NUMBER = "+15558675310";
    private static final String OFFICE = "+15550009999";
    private static final String GREETING = "Please leave a message after the tone.";

    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes")
            .set("call.hours", "mon-sun 00:00-24:00")
            .set("call.forward.to", OFFICE)
            .set("call.blocked", "+15551110000");

    @Test
    void whoeverIsBlockedIsRejectedAndNobodyIsCalled() {
        PhoneCall call = phone.from("+15551110000").calls(OUR_NUMBER);

        call.isRejected().hasEnded().hears().wasForwardedTo();
        assertThat(call.events()).extracting(Event::type).containsExactlyInAnyOrder("call.incoming", "call.busy");
    }

    @Test
    void aCallIsForwardedToTheOffice() {
        phone.callee(OFFICE).presses("1");

        PhoneCall call = phone.from(CALLER).calls(OUR_NUMBER);

        call.wasForwardedTo(OFFICE).talkedTo(OFFICE).hears().hasEnded();
        assertThat(call.events())
                .extracting(Event::type)
                .containsExactlyInAnyOrder(
                        "call.incoming",
                        "call.initiated",
                        "call.ringing",
                        "call.in-progress",
                        "call.completed",
                        "call.completed");
    }

    @Test
    void aCallThatNobodyTakesIsMissedAndBecomesAVoicemail() {
        phone.callee(OFFICE).doesNotAnswer();
        Audio message = Audio.tone(Duration.ofSeconds(3));

        PhoneCall call = phone.from(CALLER)
                .calls(OUR_NUMBER)
                .wasForwardedTo(OFFICE)
                .hears(GREETING)
                .records(message)
                .presses("#")
                .hears("Thank you. Goodbye.")
                .hasEnded();

        assertThat(call.event("call.missed").data("DialCallStatus")).isEqualTo("no-answer");
        assertThat(call.recordings()).singleElement().satisfies(recording -> {
            assertThat(recording.audio()).isEqualTo(message.bytes());
            assertThat(recording.event().context("from")).isEqualTo(CALLER);
            assertThat(recording.event().data("RecordingDuration")).isEqualTo("3");
        });
    }

    @Test
    void whoeverHangsUpAfterTheMessageHasLeftItAllTheSame() {
        phone.callee(OFFICE).busy();

        PhoneCall call = phone.from(CALLER)
                .calls(OUR_NUMBER)
                .hears(GREETING)
                .records(Audio.tone(Duration.ofSeconds(2)))
                .hangsUp()
                .hears()
                .hasEnded();

        assertThat(call.event("call.missed").data("DialCallStatus")).isEqualTo("busy");
        assertThat(call.recordings()).hasSize(1);
    }

    @Test
    void whoeverGivesUpWhileItRingsIsNoVoicemail() {
        phone.callee(OFFICE).doesNotAnswer();

        PhoneCall call = phone.from(CALLER).hangsUpAfter(Duration.ofSeconds(10)).calls(OUR_NUMBER);

        call.wasForwardedTo(OFFICE).hears().hasEnded();
        assertThat(call.recordings()).isEmpty();
    }

    @Test
    void whoeverSaysNothingLeavesNoMessage() {
        phone.callee(OFFICE).busy();

        PhoneCall call = phone.from(CALLER)
                .calls(OUR_NUMBER)
                .hears(GREETING)
                .staysSilent()
                .hears("Thank you. Goodbye.");

        assertThat(call.event("recording.absent").data("ErrorCode")).isEqualTo("16101");
        assertThat(call.recordings()).isEmpty();
    }

    @Test
    void theApplicationCallsAMachine() {
        phone.callee(CALLER).isMachine();

        PhoneCall call = phone.callsOut(
                        "/voice/voicemail",
                        OUR_NUMBER,
                        CALLER,
                        OutboundCall.standard().detecting("Enable"))
                .hears(GREETING)
                .hangsUp()
                .hasEnded();

        assertThat(call.event("call.completed").data("Direction")).isEqualTo("outbound-api");
        assertThat(call.event("call.completed").data("AnsweredBy")).isEqualTo("machine_start");
    }

    @Test
    void aStepThatDoesNotFitFailsWithTheTranscript() {
        phone.callee(OFFICE).busy();
        PhoneCall call = phone.from(CALLER).calls(OUR_NUMBER);

        assertThatThrownBy(() -> call.hears("Please leave a message."))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(GREETING)
                .hasMessageContaining(OFFICE + "  is done: busy")
                .hasMessageContaining(
                        "POST /voice/forward-result?context.caller=%2B15551230001&context.turn=0 -> 200 text/xml");
    }
}
