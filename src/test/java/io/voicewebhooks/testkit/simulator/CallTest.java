package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.simulator.ScriptedApplication.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers hear, and what the application is told of the call. */
class CallTest extends CallScenario {
    @Test
    void aCallIsAnsweredHeardToItsEndAndReported() {
        application.says(
                "/voice", "<Say>One &amp; <break/> two</Say><Pause length=\"3\"/><Play loop=\"2\">hold.mp3</Play>");
        application.serves("/hold.mp3", "audio/mpeg", "sound");

        Call call = call();

        assertThat(call.heard()).containsExactly("One & two", "(plays " + application.url() + "/hold.mp3)");
        assertThat(call.status()).isEqualTo("completed");
        assertThat(call.problems()).isEmpty();
        assertThat(application.requests()).allMatch(Request::signed);
        Request incoming = application.request("/voice");
        assertThat(incoming.parameters())
                .containsEntry("CallSid", call.sid())
                .containsEntry("CallStatus", "ringing")
                .containsEntry("Direction", "inbound")
                .containsEntry("From", CALLER)
                .containsEntry("To", OUR_NUMBER);
        Request audio = application.request("/hold.mp3");
        assertThat(audio.method()).isEqualTo("GET");
        assertThat(audio.parameters()).isEmpty();
        Request status = application.request("/status");
        assertThat(status.parameters())
                .containsEntry("CallSid", call.sid())
                .containsEntry("CallStatus", "completed")
                .containsEntry("CallbackSource", "call-progress-events")
                .containsEntry("SequenceNumber", "0")
                .containsEntry("CallDuration", "14")
                .containsEntry("Duration", "1")
                .doesNotContainKey("SipResponseCode");
        assertThat(status.parameter("Timestamp"))
                .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} [\\d:]{8} \\+0000");
    }

    @ParameterizedTest
    @CsvSource({"busy, busy, 486", "rejected, no-answer, 404"})
    void aRejectedCallIsNotAnswered(String reason, String status, String sipResponseCode) {
        application.says("/voice", "<Reject reason=\"" + reason + "\"/><Say>never</Say>");

        Call call = call();

        assertThat(call.isRejected()).isTrue();
        assertThat(call.heard()).isEmpty();
        assertThat(application.request("/status").parameters())
                .containsEntry("CallStatus", status)
                .containsEntry("CallDuration", "0")
                .containsEntry("Duration", "0")
                .containsEntry("SipResponseCode", sipResponseCode);
    }

    @Test
    void whoWasAnsweredIsNotRejectedAnyMore() {
        application.says("/voice", "<Say>Hello</Say><Reject/>");

        assertThat(call().isRejected()).isFalse();
        assertThat(application.request("/status").parameter("CallStatus")).isEqualTo("completed");
    }

    @Test
    void aRedirectLeadsToAnotherDocumentAndWhatFollowsItIsNotDone() {
        application.says(
                "/voice", "<Redirect method=\"GET\">flow/menu?language=de#rc=2&amp;rp=5xx</Redirect><Say>never</Say>");
        application.says("/flow/menu", "<Say>here</Say><Hangup/><Say>never</Say>");

        assertThat(call().heard()).containsExactly("here");
        Request request = application.request("/flow/menu");
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.encoded()).startsWith("language=de&").doesNotContain("rc=2");
        assertThat(request.parameter("CallStatus")).isEqualTo("in-progress");
        assertThat(request.signed()).isTrue();
    }

    @Test
    void aCallThatGoesInCirclesEnds() {
        application.says("/voice", "<Redirect/>");

        assertThat(call().problems()).singleElement().asString().contains("in circles");
        assertThat(application.requests("/voice")).hasSize(100);
    }

    @Test
    void whoHasNoPatienceHangsUpInTheMiddle() {
        application.says("/voice", "<Pause length=\"60\"/><Say>never</Say>");

        Call call = call(Duration.ofSeconds(20));

        assertThat(call.heard()).isEmpty();
        assertThat(call.transcript()).contains("0:20  caller        hangs up");
    }

    @ParameterizedTest
    @CsvSource({
        "text/xml, '<Response><Say>no end</Response>', 12100",
        "text/xml, '<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/\"><Response/>', 12100",
        "text/xml, '<response/>', 12102",
        "application/json, '{}', 12300",
        "text/xml, '', 11770"
    })
    void anAnswerThatTwilioCannotUseIsNamedAndTheFallbackIsAsked(String type, String body, int code) {
        application.serves("/voice", type, body);
        application.says("/fallback", "<Say>Please call later.</Say>");

        Call call = call();

        assertThat(call.problems()).singleElement().asString().startsWith(code + ": ");
        assertThat(call.heard()).containsExactly("Please call later.");
        assertThat(application.request("/fallback").parameters())
                .containsEntry("ErrorCode", String.valueOf(code))
                .containsEntry("ErrorUrl", application.url() + "/voice")
                .containsEntry("CallSid", call.sid());
        assertThat(application.request("/fallback").signed()).isTrue();
    }

    @Test
    void aDocumentOf64KilobytesIsTakenAndALargerOneIsNot() {
        int rest = "<Response><Say></Say></Response>".length();
        application.says("/voice", "<Say>" + "a".repeat(64 * 1024 - rest) + "</Say>");
        assertThat(call().problems()).isEmpty();

        application.says("/voice", "<Say>" + "a".repeat(64 * 1024 - rest + 1) + "</Say>");
        assertThat(call().problems().get(0))
                .isEqualTo("11750: the TwiML has 65537 bytes; allowed: 65536 (POST /voice)");
    }

    @Test
    void withoutAFallbackThatHelpsTheCallerHearsTwiliosOwnMessage() {
        application.fails("/voice", 500).fails("/fallback", 503);

        Call call = call();

        assertThat(call.problems()).hasSize(2);
        assertThat(call.transcript()).contains("hears Twilio's message that an application error has occurred");
        assertThat(application.request("/fallback").parameter("ErrorCode")).isEqualTo("11217");
        assertThat(application.requests("/status")).hasSize(1);
    }

    @Test
    void plainTextIsSpokenAndAudioIsPlayed() {
        application.serves("/voice", "text/plain", "We are <closed>.");
        assertThat(call().heard()).containsExactly("We are <closed>.");

        application.serves("/voice", "audio/mpeg", "sound");
        assertThat(call().heard()).containsExactly("(plays " + application.url() + "/voice)");
    }

    @Test
    void aVerbInAnotherSpellingIsAProblemAndSkipped() {
        application.says("/voice", "<say>never</say><Say>Hello</Say>");

        Call call = call();

        assertThat(call.heard()).containsExactly("Hello");
        assertThat(call.problems()).containsExactly("12200: <say> is no verb of TwiML, it is skipped");
    }

    @Test
    void audioThatIsNotThereIsAProblem() {
        application.says("/voice", "<Play>/hold.mp3</Play><Say>Hello</Say>").fails("/hold.mp3", 404);

        Call call = call();

        assertThat(call.problems()).containsExactly("11217: the application answered 404 (GET /hold.mp3)");
        assertThat(call.heard()).contains("Hello");
    }

    @Test
    void furtherParametersAndAnotherMethodAreThoseOfTheNumber() {
        CallSetup setup = new CallSetup(
                application.url() + "/voice?tenant=7",
                "GET",
                Optional.empty(),
                Optional.empty(),
                "anonymous",
                OUR_NUMBER,
                Map.of("CallerName", "Eve", "ToCountry", "CA"),
                Optional.empty());
        application.says("/voice", "<Hangup/>");

        assertThat(call(setup).problems()).isEmpty();

        Request request = application.request("/voice");
        assertThat(request.encoded()).startsWith("tenant=7&");
        assertThat(request.parameters())
                .containsEntry("CallerName", "Eve")
                .containsEntry("ToCountry", "CA")
                .containsEntry("From", "anonymous")
                .doesNotContainKeys("FromCity", "CallToken");
        assertThat(application.requests()).hasSize(1);
    }

    @Test
    void theTranscriptObeysNoCharacterOfTheApplication() {
        application.says("/voice", "<Say>one\u202Etwo &#x85; \u05D0\u05D1</Say>");

        Call call = call();

        assertThat(call.transcript()).contains("hears \"one?two ? \u05D0\u05D1\"");
        assertThat(call.heard()).containsExactly("one\u202Etwo \u0085 \u05D0\u05D1");
    }

    /**
     * An inbound caller who hangs up before an answer ends as {@code no-answer}
     * (<a href="https://www.twilio.com/docs/voice/twiml/changelog">TwiML changelog</a>).
     */
    @Test
    void whoGivesUpBeforeAnAnswerIsNoAnswerForTwilioAndForTheAction() {
        twilio.callee(OFFICE, new Callee(Callee.Reaction.NO_ANSWER, ""));
        application.says("/voice", "<Dial answerOnBridge=\"true\" action=\"/result\">" + OFFICE + "</Dial>");

        Call call = call(Duration.ofSeconds(10));

        assertThat(call.status()).isEqualTo("no-answer");
        assertThat(application.request("/result").parameter("CallStatus")).isEqualTo("no-answer");
        assertThat(application.request("/status").parameters())
                .containsEntry("CallStatus", "no-answer")
                .containsEntry("CallDuration", "0");
    }

    /** The TwiML of a call that is not answered yet: a pause as the first verb delays the answer. */
    @Test
    void whoGivesUpDuringThePauseBeforeAnAnswerIsNoAnswer() {
        application.says("/voice", "<Pause length=\"60\"/><Say>never</Say>");

        assertThat(call(Duration.ofSeconds(5)).status()).isEqualTo("no-answer");
    }

    /**
     * Calls to a SIP domain report their end alone, without the fields of SIP
     * (<a href="https://www.twilio.com/docs/voice/api/sip-domain-resource">SIP domain</a>, and live tests).
     */
    @Test
    void ofASipCallOnlyTheEndIsReportedAndWithoutItsFields() {
        CallSetup setup = new CallSetup(
                application.url() + "/voice",
                "POST",
                Optional.empty(),
                Optional.of(application.url() + "/status"),
                "sip:anna@example.sip.twilio.com",
                "sip:sales@example.sip.twilio.com",
                Map.of("SipDomain", "example.sip.twilio.com", "SipHeader_X-Tenant", "7"),
                Optional.empty());
        application.says("/voice", "<Say>Hello</Say>");

        call(setup);

        assertThat(application.request("/voice").parameters())
                .containsEntry("SipDomain", "example.sip.twilio.com")
                .containsEntry("SipHeader_X-Tenant", "7");
        assertThat(application.request("/status").parameters())
                .containsEntry("CallStatus", "completed")
                .doesNotContainKeys("SipDomain", "SipHeader_X-Tenant", "FromCity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pay", "Connect"})
    void whatIsNotSimulatedIsNamed(String verb) {
        application.says("/voice", "<" + verb + " action=\"/done\"/><Say>Hello</Say>");

        Call call = call();

        assertThat(call.transcript()).contains("Twilio        <" + verb + "> is not simulated, the call goes on");
        assertThat(call.heard()).containsExactly("Hello");
        assertThat(application.requests("/done")).isEmpty();
    }
}
