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
}
