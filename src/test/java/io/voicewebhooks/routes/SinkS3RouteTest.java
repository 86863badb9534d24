package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** {@code sink-s3}: the objects that are written, and the event that says where the audio is. */
class SinkS3RouteTest extends RouteTest {
    private static final String QUEUE = "voice.sink.s3";
    private static final String BUCKET = "aws2-s3:voice";

    private final String call = Twilio.callSid();
    private final String recording = Twilio.recordingSid();
    private final String folder = Twilio.ACCOUNT + "/2026/11/23/" + call + "/";
    private final List<Entry<String, String>> recorded = Twilio.recording(call, recording, "completed");

    SinkS3RouteTest() {
        super("sink-s3", "error-handling");
        set(SinkKeys.S3);
        set("voice.sink.s3.prefix", "telephone/");
    }

    @Test
    void anEventIsAnObject() throws Exception {
        String event = event("call.completed", Twilio.status(call, "completed"));

        delivers(QUEUE, event);

        List<Exchange> objects = mock(BUCKET).getExchanges();
        assertThat(objects).hasSize(1);
        Message object = objects.get(0).getMessage();
        assertThat(object.getBody(String.class)).isEqualTo(event);
        assertThat(object.getHeaders())
                .containsEntry("CamelAwsS3Key", "telephone/events/" + folder + id(event) + ".json")
                .containsEntry("CamelAwsS3ContentType", "application/cloudevents+json")
                .containsEntry("CamelAwsS3Metadata", Map.of("callsid", call, "accountsid", Twilio.ACCOUNT))
                .containsKey("CamelAwsS3ContentMD5")
                .hasSize(4);
        assertThat(reached()).containsExactly(BUCKET);
    }

    @Test
    void aRecordingIsAnObjectThatIsLookedAtAndThenAnEvent() throws Exception {
        s3Has(FetchedAudio.BYTES.length, FetchedAudio.sha256());

        delivers(QUEUE, event("recording.completed", recorded));

        Message audio = mock(BUCKET).getExchanges().get(1).getMessage();
        assertThat(audio.getBody(byte[].class)).isEqualTo(FetchedAudio.BYTES);
        assertThat(audio.getHeaders())
                .containsEntry("CamelAwsS3Key", "telephone/recordings/" + folder + recording + ".wav")
                .containsEntry("CamelAwsS3ContentType", "audio/x-wav")
                .containsEntry("CamelAwsS3ContentMD5", FetchedAudio.md5())
                .containsEntry(
                        "CamelAwsS3Metadata",
                        Map.of(
                                "callsid",
                                call,
                                "accountsid",
                                Twilio.ACCOUNT,
                                "sha256",
                                FetchedAudio.sha256(),
                                "duration",
                                "21"))
                .hasSize(4);
        VoiceEvent archived =
                mock("direct:journal").getExchanges().get(0).getMessage().getBody(VoiceEvent.class);
        assertThat(archived.kind()).isEqualTo("recording.archived");
        assertThat(archived.nested("archive", "uri"))
                .isEqualTo("s3://voice/telephone/recordings/" + folder + recording + ".wav");
        assertThat(reached()).containsExactly(BUCKET, "direct:journal");
    }

    /** A file that S3 has not got as it was sent is fetched and sent again. */
    @Test
    void anObjectThatIsNotWhatWasSentIsNoArchivedRecording() throws Exception {
        s3Has(FetchedAudio.BYTES.length - 1, FetchedAudio.sha256());

        delivers(QUEUE, event("recording.completed", recorded));

        assertThat(reached()).containsExactly(BUCKET, "jms:queue:" + QUEUE);
    }

    @Test
    void whileS3IsDownTheEventIsTriedAgain() throws Exception {
        mock(BUCKET).whenAnyExchangeReceived(object -> {
            throw S3Exception.builder().statusCode(503).message("Slow Down").build();
        });
        String event = event("recording.completed", recorded);

        delivers(QUEUE, event);

        assertThat(reached()).containsExactly(BUCKET, "jms:queue:" + QUEUE);
        assertThat(mock("jms:queue:" + QUEUE).getExchanges().get(0).getMessage().getBody())
                .isEqualTo(event);
    }

    @Test
    void withoutItsKeyThereIsNoSuchRoute() throws Exception {
        set("voice.sink.s3.enabled", "false");
        start();

        assertThat(context.getRoute("sink-s3")).isNull();
    }

    /** What S3 says of the recording when it is asked. */
    private void s3Has(long bytes, String sha256) throws Exception {
        bind("fetchRecording", new FetchedAudio(dataDir));
        HeadObjectResponse answer = HeadObjectResponse.builder()
                .contentLength(bytes)
                .metadata(Map.of("sha256", sha256))
                .build();
        // the event, the audio, the question
        mock(BUCKET).whenExchangeReceived(3, exchange -> exchange.getMessage().setBody(answer));
    }

    private static String id(String event) {
        return event.replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
    }
}
