package io.voicewebhooks.testkit.simulator;

import static io.voicewebhooks.testkit.simulator.Callee.Answerer.HUMAN;
import static io.voicewebhooks.testkit.simulator.Callee.Answerer.MACHINE;
import static io.voicewebhooks.testkit.simulator.Callee.Reaction.ANSWERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.simulator.ScriptedApplication.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Calls that the application makes, and <a href="https://www.twilio.com/docs/voice/answering-machine-detection">answering
 * machine detection</a>.
 */
class OutboundCallTest extends CallScenario {
    private static final OutboundCall REPORTED = new OutboundCall(
            List.of("initiated", "ringing", "answered", "completed"), 60, Optional.empty(), false, Optional.empty());

    private Call out(OutboundCall outbound, Action... actions) {
        CallSetup setup = new CallSetup(
                application.url() + "/voice",
                "POST",
                Optional.empty(),
                Optional.of(application.url() + "/status"),
                OUR_NUMBER,
                OFFICE,
                Map.of(),
                Optional.empty());
        return call(setup.outbound(outbound), actions);
    }

    @Test
    void whoIsCalledIsAskedAndHeard() {
        application.says("/voice", "<Gather numDigits=\"1\" action=\"/choice\"><Say>Press 1.</Say></Gather>");
        application.says("/choice", "<Say>Thank you.</Say>");

        Call call = out(REPORTED, presses("1"));

        assertThat(call.heard()).containsExactly("Press 1.", "Thank you.");
        assertThat(application.request("/voice").parameters())
                .containsEntry("Direction", "outbound-api")
                .containsEntry("CallStatus", "in-progress")
                .containsEntry("From", OUR_NUMBER)
                .containsEntry("To", OFFICE)
                .doesNotContainKeys("AnsweredBy", "CallToken", "ParentCallSid");
        assertThat(values("/status", "CallStatus")).containsExactly("initiated", "ringing", "in-progress", "completed");
        assertThat(application.requests()).allMatch(Request::signed);
        assertThat(call.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"BUSY, busy", "NO_ANSWER, no-answer", "FAILED, failed"})
    void whoIsNotReachedIsReported(Callee.Reaction reaction, String status) {
        twilio.callee(OFFICE, new Callee(reaction, ""));

        Call call = out(OutboundCall.standard());

        assertThat(call.status()).isEqualTo(status);
        assertThat(values("/status", "CallStatus")).containsExactly(status);
        assertThat(application.requests("/voice")).isEmpty();
    }

    /** "Use Enable if you would like Twilio to return an AnsweredBy value as soon as it identifies the called party." */
    @ParameterizedTest
    @CsvSource({
        "Enable, HUMAN, human",
        "Enable, MACHINE, machine_start",
        "Enable, FAX, fax",
        "DetectMessageEnd, MACHINE, machine_end_beep",
        "DetectMessageEnd, UNKNOWN, unknown"
    })
    void theApplicationIsAskedWhenItIsKnownWhoAnswered(String mode, Callee.Answerer answerer, String answeredBy) {
        twilio.callee(OFFICE, new Callee(ANSWERS, "", answerer));
        application.says("/voice", "<Hangup/>");

        out(OutboundCall.standard().detecting(mode));

        assertThat(application.request("/voice").parameter("AnsweredBy")).isEqualTo(answeredBy);
        assertThat(application.request("/status").parameter("AnsweredBy")).isEqualTo(answeredBy);
    }

    @Test
    void orItIsToldLaterAndAskedAtOnce() {
        twilio.callee(OFFICE, new Callee(ANSWERS, "", MACHINE));
        application.says("/voice", "<Pause length=\"20\"/>");

        out(OutboundCall.standard().detecting("Enable", application.url() + "/amd"));

        assertThat(application.request("/voice").parameters()).doesNotContainKey("AnsweredBy");
        assertThat(application.request("/amd").parameters())
                .containsEntry("AnsweredBy", "machine_start")
                .containsKeys("CallSid", "AccountSid", "MachineDetectionDuration")
                .hasSize(4);
    }

    /** The attributes of <a href="https://www.twilio.com/docs/voice/twiml/number">Number</a>. */
    @Test
    void aNumberThatIsDialledIsDetectedBesideTheConversation() {
        twilio.callee(OFFICE, new Callee(ANSWERS, "", HUMAN));
        application.says(
                "/voice",
                "<Dial><Number machineDetection=\"Enable\" amdStatusCallback=\"/amd\">" + OFFICE + "</Number></Dial>");

        Call call = call();

        assertThat(call.talkedTo()).containsExactly(OFFICE);
        assertThat(application.request("/amd").parameter("AnsweredBy")).isEqualTo("human");
        assertThat(application.request("/amd").parameter("CallSid")).isNotEqualTo(call.sid());
    }

    /** <a href="https://www.twilio.com/docs/api/errors/21262">21262</a>: "Twilio has no where to send the results". */
    @Test
    void aDetectionOfWhichNobodyIsToldIsSaid() {
        application.says("/voice", "<Dial><Number machineDetection=\"Enable\">" + OFFICE + "</Number></Dial>");

        assertThat(call().transcript()).contains("21262: ");
    }
}
