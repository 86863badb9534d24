package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.simulator.ScriptedApplication.Request;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings: {@code <Record>} and {@code <Start><Recording>}, and their files. */
class RecordTest extends CallScenario {
    private void voicemail(String attributes) {
        application.says(
                "/voice",
                "<Record action=\"end\" recordingStatusCallback=\"recording\" " + attributes + "/><Say>never</Say>");
        application.says("/end", "<Say>Goodbye.</Say>");
    }

    @Test
    void aKeyEndsAMessageAndTheFileIsReported() throws Exception {
        voicemail("");

        Call call = call(speaks(3), presses("#"));

        assertThat(call.heard()).containsExactly("Goodbye.");
        Request end = application.request("/end");
        assertThat(end.parameters()).containsEntry("Digits", "#").containsEntry("RecordingDuration", "3");
        Request recording = application.request("/recording");
        assertThat(recording.encoded())
                .startsWith("RecordingSource=RecordVerb&RecordingSid=RE")
                .contains("&RecordingStatus=completed&RecordingChannels=1&ErrorCode=0&CallSid=" + call.sid()
                        + "&RecordingStartTime=")
                .endsWith("&AccountSid=" + ScriptedApplication.ACCOUNT.sid() + "&RecordingDuration=3");
        String url = recording.parameter("RecordingUrl");
        assertThat(url).isEqualTo(end.parameter("RecordingUrl"));
        assertThat(fetch(url + ".wav", false).statusCode()).isEqualTo(401);
        assertThat(fetch(url + ".wav?RequestedChannels=2", true).statusCode()).isEqualTo(400);
        HttpResponse<byte[]> file = fetch(url + ".wav", true);
        assertThat(file.headers().firstValue("Content-Type")).contains("audio/x-wav");
        assertThat(file.body()).isEqualTo(Audio.tone(Duration.ofSeconds(3)).bytes());
        assertThat(call.awaitFetched(Duration.ZERO)).isEqualTo(1);
    }

    static HttpResponse<byte[]> fetch(String url, boolean credentials) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (credentials) {
            String user = ScriptedApplication.ACCOUNT.sid() + ":" + ScriptedApplication.ACCOUNT.authToken();
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void silenceEndsAMessageToo() {
        voicemail("timeout=\"7\"");

        Call call = call(speaks(3), nothing());

        assertThat(application.request("/end").parameter("Digits")).isEmpty();
        assertThat(call.transcript()).contains("0:10  caller        hears \"Goodbye.\"");
    }

    @Test
    void whoHangsUpHasLeftTheMessageAndHearsNothingMore() {
        voicemail("");

        Call call = call(speaks(3));

        assertThat(call.heard()).isEmpty();
        assertThat(application.request("/end").parameters())
                .containsEntry("Digits", "hangup")
                .containsEntry("CallStatus", "completed");
        assertThat(values("/recording", "RecordingStatus")).containsExactly("completed");
    }

    @Test
    void aMessageIsCutAtItsGreatestLength() {
        voicemail("maxLength=\"2\"");

        call(speaks(5));

        assertThat(application.request("/end").parameter("RecordingDuration")).isEqualTo("2");
    }

    @Test
    void onlyTheKeysThatAreAskedForEndAMessage() {
        voicemail("finishOnKey=\"#\"");

        call(speaks(3), presses("5"), presses("#"));

        assertThat(application.request("/end").parameter("Digits")).isEqualTo("#");
    }

    @Test
    void eventsThatAreAskedForAreReportedAndNoOthers() {
        voicemail("recordingStatusCallbackEvent=\"in-progress absent\"");

        call(nothing());

        assertThat(values("/recording", "RecordingStatus")).containsExactly("in-progress", "absent");
        assertThat(values("/recording", "ErrorCode")).containsExactly("0", "16101");
        assertThat(values("/recording", "RecordingUrl")).containsOnlyNulls();
    }

    @Test
    void aRecordingOfTheWholeCallEndsWithIt() {
        application.says(
                "/voice",
                "<Start><Recording recordingStatusCallback=\"" + application.url() + "/recording\"/></Start>"
                        + "<Pause length=\"9\"/>");

        call();

        assertThat(application.request("/recording").parameters())
                .containsEntry("RecordingSource", "StartCallRecordingTwiML")
                .containsEntry("RecordingTrack", "both")
                .containsEntry("RecordingChannels", "2")
                .containsEntry("RecordingDuration", "9");
    }

    @Test
    void theCallbackOfSuchARecordingMustBeAbsolute() {
        application.says("/voice", "<Start><Recording recordingStatusCallback=\"/recording\"/></Start>");

        assertThat(call().problems())
                .singleElement()
                .asString()
                .startsWith("11200: ")
                .contains("must be absolute");
        assertThat(application.requests("/recording")).isEmpty();
    }

    private static Action says(String text, int seconds) {
        return new Action.Speak(Audio.tone(Duration.ofSeconds(seconds)), text);
    }

    /** The parameters of a <a href="https://www.twilio.com/docs/voice/twiml/record#transcribecallback">captured one</a>. */
    @Test
    void aMessageIsTranscribedWhereItIsAskedFor() {
        voicemail("transcribe=\"true\" transcribeCallback=\"/text\"");

        Call call = call(says("Hello, please call me back.", 4), presses("#"));

        Request text = application.request("/text");
        assertThat(text.method()).isEqualTo("POST");
        assertThat(text.parameters())
                .containsEntry("CallSid", call.sid())
                .containsEntry("CallStatus", "completed")
                .containsEntry("TranscriptionStatus", "completed")
                .containsEntry("TranscriptionText", "Hello, please call me back.")
                .containsEntry("TranscriptionType", "fast")
                .containsEntry("RecordingSid", application.request("/end").parameter("RecordingSid"))
                .containsEntry("RecordingUrl", application.request("/end").parameter("RecordingUrl"))
                .containsEntry("url", application.url() + "/text");
        assertThat(text.parameter("TranscriptionUrl"))
                .isEqualTo(text.parameter("RecordingUrl") + "/Transcriptions/" + text.parameter("TranscriptionSid"));
    }

    /**
     * "If your application specifies transcribeCallback, then your application also needs to specify transcribe=true"
     * (<a href="https://www.twilio.com/docs/voice/twiml/changelog">TwiML changelog</a>, 2024.08.05).
     */
    @Test
    void aTranscribeCallbackAloneTranscribesNothing() {
        voicemail("transcribeCallback=\"/text\"");

        Call call = call(says("Hello.", 4), presses("#"));

        assertThat(application.requests("/text")).isEmpty();
        assertThat(call.problems()).containsExactly("transcribeCallback without transcribe=\"true\" is never asked");
    }

    /** "Greater than 2 seconds and less than 120" (<a href="https://www.twilio.com/docs/api/errors/13617">13617</a>). */
    @Test
    void aMessageThatIsTooShortOrNotUnderstoodIsNotTranscribed() {
        voicemail("transcribe=\"true\" transcribeCallback=\"/text\"");

        Call call = call(says("Hello.", 2), presses("#"));
        assertThat(call.transcript()).contains("13617: ");
        call(speaks(4), presses("#"));

        assertThat(values("/text", "TranscriptionStatus")).containsExactly("failed", "failed");
        assertThat(values("/text", "TranscriptionText")).containsExactly("", "");
    }

    /** {@code maxLength} is 120 by default with {@code transcribe}. */
    @Test
    void aMessageThatIsTranscribedIsCutAtTwoMinutes() {
        voicemail("transcribe=\"true\"");

        call(speaks(200));

        assertThat(application.request("/end").parameter("RecordingDuration")).isEqualTo("120");
    }

    @ParameterizedTest
    @ValueSource(strings = {"says", "presses"})
    void aMessageEndsAtItsGreatestLengthWhateverTheCallerDoes(String what) {
        application.says("/voice", "<Record action=\"/end\" maxLength=\"20\" finishOnKey=\"#\"/>");
        application.says("/end", "<Hangup/>");
        Action always = what.equals("says") ? says("and so on") : presses("1");

        twilio.call(CallSetup.of(application.url() + "/voice", CALLER, OUR_NUMBER), prompt -> always, null)
                .run();

        assertThat(application.request("/end").parameter("Digits")).isEmpty();
    }
}
