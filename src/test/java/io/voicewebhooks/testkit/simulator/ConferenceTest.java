package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code <Dial>} to a conference or a queue, in a call that plays itself. */
class ConferenceTest extends CallScenario {
    private void dial(String attributes, String noun) {
        application.says("/voice", "<Dial action=\"/result\" " + attributes + ">" + noun + "</Dial><Say>never</Say>");
        application.says("/result", "<Say>Goodbye.</Say>");
    }

    @Test
    void aConferenceIsJoinedAndReported() {
        dial(
                "",
                "<Conference waitUrl=\"/music\" statusCallback=\"/conference\""
                        + " statusCallbackEvent=\"start end join leave\" record=\"record-from-start\""
                        + " recordingStatusCallback=\"/recording\">Sales</Conference>");
        application.says("/music", "<Say>Please hold.</Say>");

        Call call = call();

        assertThat(call.heard()).containsExactly("Please hold.", "Goodbye.");
        assertThat(values("/conference", "StatusCallbackEvent"))
                .containsExactly("participant-join", "conference-start", "participant-leave", "conference-end");
        assertThat(application.request("/recording").parameters())
                .containsEntry("RecordingSource", "Conference")
                .containsKey("ConferenceSid")
                .doesNotContainKey("CallSid");
        assertThat(application.request("/result").parameters())
                .containsEntry("DialCallStatus", "answered")
                .doesNotContainKeys("DialCallSid", "DialCallDuration");
    }

    @Test
    void whoIsAloneGivesUp() {
        twilio.callee("Sales", new Callee(Callee.Reaction.NO_ANSWER, ""));
        dial(
                "",
                "<Conference statusCallback=\"/conference\" statusCallbackEvent=\"start end join leave\">Sales</Conference>");

        Call call = call();

        assertThat(call.talkedTo()).isEmpty();
        assertThat(call.status()).isEqualTo("completed");
        assertThat(values("/conference", "StatusCallbackEvent"))
                .containsExactly("participant-join", "participant-leave", "conference-end");
    }

    @Test
    void ifNobodyWaitsTheQueueIsDialledInVain() {
        twilio.callee("support", new Callee(Callee.Reaction.NO_ANSWER, ""));
        dial("timeout=\"12\"", "<Queue>support</Queue>");

        Call call = call(Duration.ofMinutes(1));

        assertThat(call.transcript()).contains("0:12  caller        hears \"Goodbye.\"");
        assertThat(application.request("/result").parameters())
                .containsEntry("DialCallStatus", "no-answer")
                .containsEntry("DialBridged", "false");
    }

    @Test
    void whoWaitsInAQueueIsConnected() {
        dial("", "<Queue url=\"/whisper\">support</Queue>");
        application.says("/whisper", "<Say>You are connected now.</Say>");

        Call call = call();

        assertThat(call.talkedTo()).containsExactly("support");
        assertThat(application.request("/whisper").parameters())
                .containsEntry("DequeingCallSid", call.sid())
                .containsKeys("QueueSid", "QueueTime");
        assertThat(application.request("/whisper").parameter("CallSid")).isNotEqualTo(call.sid());
    }
}
