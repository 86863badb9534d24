package io.voicewebhooks.testkit.simulator;

import static io.voicewebhooks.testkit.simulator.Callee.Reaction.ANSWERS;
import static io.voicewebhooks.testkit.simulator.Callee.Reaction.BUSY;
import static io.voicewebhooks.testkit.simulator.Callee.Reaction.FAILED;
import static io.voicewebhooks.testkit.simulator.Callee.Reaction.NO_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.simulator.ScriptedApplication.Request;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forwarded calls: {@code <Dial>}. */
class DialTest extends CallScenario {
    private static final String MOBILE = "+15550008888";
    private static final String ALL =
            "statusCallback=\"/leg\" statusCallbackEvent=\"initiated ringing answered completed\"";

    private void dial(String attributes, String nouns) {
        application.says("/voice", "<Dial action=\"/result\" " + attributes + ">" + nouns + "</Dial><Say>never</Say>");
        application.says("/result", "<Say>Goodbye.</Say>");
    }

    private static String number(String number) {
        return "<Number " + ALL + ">" + number + "</Number>";
    }

    private void callee(String address, Callee.Reaction reaction) {
        twilio.callee(address, new Callee(reaction, ""));
    }

    @Test
    void aCallThatIsTakenIsReportedLegByLeg() {
        dial("", number(OFFICE));

        Call call = call();

        assertThat(call.dialled()).containsExactly(OFFICE);
        assertThat(call.talkedTo()).containsExactly(OFFICE);
        assertThat(values("/leg", "CallStatus")).containsExactly("initiated", "ringing", "in-progress", "completed");
        assertThat(values("/leg", "SequenceNumber")).containsExactly("0", "1", "2", "3");
        assertThat(values("/leg", "CallDuration")).containsExactly(null, null, null, "20");
        assertThat(application.requests("/leg")).allSatisfy(leg -> assertThat(leg.parameters())
                .containsEntry("ParentCallSid", call.sid())
                .containsEntry("Direction", "outbound-dial")
                .containsEntry("From", CALLER)
                .containsEntry("To", OFFICE));
        Request result = application.request("/result");
        assertThat(result.parameters())
                .containsEntry("CallSid", call.sid())
                .containsEntry("DialCallStatus", "completed")
                .containsEntry("DialCallDuration", "20")
                .containsEntry("DialBridged", "true")
                .containsEntry(
                        "DialCallSid", application.requests("/leg").get(0).parameter("CallSid"))
                .doesNotContainKeys("RecordingUrl", "ParentCallSid");
        assertThat(call.heard()).containsExactly("Goodbye.");
    }

    @ParameterizedTest
    @CsvSource({
        "BUSY, busy, 486, initiated busy",
        "NO_ANSWER, no-answer, 487, initiated ringing no-answer",
        "FAILED, failed, 404, initiated failed"
    })
    void aCallThatIsNotTakenIsReported(Callee.Reaction reaction, String status, String sip, String statuses) {
        callee(OFFICE, reaction);
        dial("", number(OFFICE));

        Call call = call();

        assertThat(call.talkedTo()).isEmpty();
        assertThat(values("/leg", "CallStatus")).containsExactly(statuses.split(" "));
        Map<String, String> end =
                application.requests("/leg").get(statuses.split(" ").length - 1).parameters();
        assertThat(end).containsEntry("SipResponseCode", sip).containsEntry("CallDuration", "0");
        assertThat(application.request("/result").parameters())
                .containsEntry("DialCallStatus", status)
                .containsEntry("DialBridged", "false")
                .doesNotContainKey("DialCallDuration");
    }

    @Test
    void itRingsAsLongAsItIsToldTo() {
        callee(OFFICE, NO_ANSWER);
        dial("timeout=\"12\"", OFFICE);

        assertThat(call().transcript()).contains("0:12  caller        hears \"Goodbye.\"");
    }

    @Test
    void withoutAnActionTheNextVerbIsDone() {
        callee(OFFICE, BUSY);
        application.says("/voice", "<Dial>" + OFFICE + "</Dial><Say>Nobody is there.</Say>");

        Call call = call();

        assertThat(call.heard()).containsExactly("Nobody is there.");
        assertThat(call.dialled()).containsExactly(OFFICE);
    }

    @Test
    void ofSeveralWhoRingAtOnceOneGetsTheCallAndTheOthersStopRinging() {
        callee(OFFICE, NO_ANSWER);
        callee("+15550007777", FAILED);
        dial("", number(OFFICE) + number("+15550007777") + number(MOBILE));

        Call call = call();

        assertThat(call.talkedTo()).containsExactly(MOBILE);
        assertThat(application.requests("/leg").stream()
                        .map(leg -> leg.parameter("To") + " " + leg.parameter("CallStatus")))
                .contains(OFFICE + " no-answer", "+15550007777 failed", MOBILE + " completed");
        assertThat(application.request("/result").parameter("DialCallStatus")).isEqualTo("completed");
    }

    /** "The first call to pick up is connected to the current call and the rest are hung up", whoever picks up. */
    @Test
    void aMailboxThatPicksUpFirstEndsTheRingingOfTheOthersAlthoughItIsNotConnected() {
        twilio.callee(OFFICE, new Callee(ANSWERS, ""));
        twilio.callee(MOBILE, new Callee(ANSWERS, "1"));
        dial(
                "",
                "<Number url=\"/whisper\" " + ALL + ">" + OFFICE + "</Number><Number url=\"/whisper\" " + ALL + ">"
                        + MOBILE + "</Number>");
        application.says("/whisper", "<Gather numDigits=\"1\" action=\"/taken\"><Say>Press 1.</Say></Gather><Hangup/>");

        Call call = call();

        assertThat(call.talkedTo()).isEmpty();
        assertThat(call.transcript()).doesNotContain(MOBILE + "  answers");
        assertThat(application.request("/result").parameters())
                .containsEntry("DialCallStatus", "completed")
                .containsEntry("DialBridged", "false");
    }

    @Test
    void oneAfterTheOtherIsRungUntilOneAnswers() {
        callee(OFFICE, NO_ANSWER);
        dial("sequential=\"true\" timeout=\"10\"", number(OFFICE) + number(MOBILE) + number("+15550007777"));

        Call call = call();

        assertThat(call.dialled()).containsExactly(OFFICE, MOBILE);
        assertThat(call.transcript()).contains("0:15  " + MOBILE + "  answers");
    }

    @Test
    void aWhisperIsHeardByTheCalleeAloneBeforeTheCallIsConnected() {
        dial("", "<Number url=\"/whisper\">" + OFFICE + "</Number>");
        application.says("/whisper", "<Say>A call from the web site.</Say>");

        Call call = call();

        assertThat(call.heardBy(OFFICE)).containsExactly("A call from the web site.");
        assertThat(call.heard()).containsExactly("Goodbye.");
        assertThat(call.talkedTo()).containsExactly(OFFICE);
        assertThat(application.request("/whisper").parameters())
                .containsEntry("ParentCallSid", call.sid())
                .containsEntry("CallStatus", "in-progress")
                .containsEntry("To", OFFICE);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, false", "'', false"})
    void aCalleeWhoDoesNotTakeTheCallInAWhisperWasAnsweredAndNotBridged(String keys, boolean taken) {
        twilio.callee(OFFICE, new Callee(ANSWERS, keys));
        dial("", "<Number url=\"/whisper\" " + ALL + ">" + OFFICE + "</Number>");
        application.says("/whisper", "<Gather numDigits=\"1\" action=\"/taken\"><Say>Press 1.</Say></Gather><Hangup/>");
        application.answers(
                "/taken",
                (exchange, request) -> ScriptedApplication.send(
                        exchange,
                        200,
                        "text/xml",
                        request.parameter("Digits").equals("1") ? "<Response/>" : "<Response><Hangup/></Response>"));

        Call call = call();

        assertThat(call.talkedTo()).hasSize(taken ? 1 : 0);
        assertThat(values("/leg", "CallStatus")).containsExactly("initiated", "ringing", "in-progress", "completed");
        assertThat(application.request("/result").parameters())
                .containsEntry("DialCallStatus", "completed")
                .containsEntry("DialBridged", String.valueOf(taken));
    }

    /** "cannot issue a new Dial", <a href="https://www.twilio.com/docs/api/errors/13201">error 13201</a>. */
    @Test
    void aWhisperMayNotDial() {
        dial("", "<Number url=\"/whisper\">" + OFFICE + "</Number>");
        application.says("/whisper", "<Dial>" + MOBILE + "</Dial>");

        Call call = call();

        assertThat(call.problems()).containsExactly("13201: <Dial> is not allowed in a whisper, it is skipped");
        assertThat(call.dialled()).containsExactly(OFFICE);
        assertThat(call.talkedTo()).containsExactly(OFFICE);
    }

    @Test
    void aCallerWhoHangsUpWhileItRingsIsReported() {
        callee(OFFICE, NO_ANSWER);
        dial("", number(OFFICE));

        Call call = call(Duration.ofSeconds(10));

        assertThat(call.heard()).isEmpty();
        assertThat(values("/leg", "CallStatus")).containsExactly("initiated", "ringing", "no-answer");
        assertThat(application.request("/result").parameters())
                .containsEntry("DialCallStatus", "no-answer")
                .containsEntry("CallStatus", "completed");
    }

    @Test
    void aCallerWhoHangsUpFirstEndsTheConversation() {
        dial("record=\"record-from-answer-dual\" recordingStatusCallback=\"/recording\"", number(OFFICE));

        call(Duration.ofSeconds(15));

        assertThat(values("/leg", "CallDuration")).endsWith("10");
        assertThat(application.request("/result").parameters())
                .containsEntry("DialCallStatus", "completed")
                .containsEntry("CallStatus", "completed");
        assertThat(application.request("/recording").parameters())
                .containsEntry("RecordingSource", "DialVerb")
                .containsEntry("RecordingChannels", "2")
                .containsEntry("RecordingDuration", "10");
    }

    @Test
    void aRecordedConversationIsReportedToTheActionToo() {
        dial("record=\"true\" recordingStatusCallback=\"/recording\" callerId=\"+15558675310\"", OFFICE);

        Call call = call();

        assertThat(application.request("/result").parameters())
                .containsEntry("RecordingDuration", "20")
                .containsKeys("RecordingUrl", "RecordingSid");
        assertThat(application.request("/recording").parameter("CallSid")).isEqualTo(call.sid());
        assertThat(call.recordings()).isEqualTo(1);
    }

    @Test
    void aCallThatIsAnsweredOnTheBridgeOnlyRingsUntilThen() {
        callee(OFFICE, BUSY);
        application.says("/voice", "<Dial answerOnBridge=\"true\">" + OFFICE + "</Dial><Reject/>");

        assertThat(call().isRejected()).isTrue();
    }

    @Test
    void sipAddressesAndClientsAreDialledToo() {
        dial("", "<Sip>sip:anna@example.com</Sip>");
        assertThat(call().talkedTo()).containsExactly("sip:anna@example.com");
        assertThat(application.request("/result").parameter("DialSipResponseCode"))
                .isEqualTo("200");

        dial("", "<Client " + ALL + ">anna</Client>");
        assertThat(call().talkedTo()).containsExactly("anna");
        assertThat(values("/leg", "To")).containsOnly("client:anna");
    }
}
