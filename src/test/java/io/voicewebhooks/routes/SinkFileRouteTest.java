package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;

/** {@code sink-file}: the files of the local archive, which are real. */
class SinkFileRouteTest extends RouteTest {
    private static final String QUEUE = "voice.sink.file";

    private final String call = Twilio.callSid();
    private final String recording = Twilio.recordingSid();
    private final String recorded = event("recording.completed", Twilio.recording(call, recording, "completed"));

    SinkFileRouteTest() {
        super("sink-file", "error-handling");
    }

    private Path folder() {
        return dataDir.resolve("archive/" + Twilio.ACCOUNT + "/2026/11/23/" + call);
    }

    private Stream<String> files() throws IOException {
        return Files.list(folder()).map(file -> file.getFileName().toString());
    }

    @Test
    void anEventIsAFile() throws Exception {
        String event = event("call.completed", Twilio.status(call, "completed"));

        delivers(QUEUE, event);

        assertThat(folder().resolve("0123456789abcdef0123456789abcdef.json")).hasContent(event);
        assertThat(files()).hasSize(1);
        assertThat(reached()).isEmpty();
    }

    @Test
    void aRecordingIsAFileMoreAndThenAnEvent() throws Exception {
        bind("fetchRecording", new FetchedAudio(dataDir));

        delivers(QUEUE, recorded);

        Path audio = folder().resolve(recording + ".wav");
        assertThat(audio).hasBinaryContent(FetchedAudio.BYTES);
        assertThat(files()).hasSize(2);
        VoiceEvent archived =
                mock("direct:journal").getExchanges().get(0).getMessage().getBody(VoiceEvent.class);
        assertThat(archived.kind()).isEqualTo("recording.archived");
        assertThat(archived.nested("archive", "uri")).isEqualTo(audio.toUri().toString());
        assertThat(reached()).containsExactly("direct:journal");
    }

    @Test
    void theAudioIsLeftToS3WhereTheRouterSaidSo() throws Exception {
        delivers(QUEUE, recorded, Map.of("audioSink", "s3"));

        assertThat(files()).containsExactly("0123456789abcdef0123456789abcdef.json");
        assertThat(reached()).isEmpty();
    }

    @Test
    void aRecordingThatCannotBeFetchedIsTriedAgainAndItsEventIsThere() throws Exception {
        bind("fetchRecording", (Processor) exchange -> {
            throw new IOException("Twilio does not answer");
        });

        delivers(QUEUE, recorded);

        assertThat(files()).containsExactly("0123456789abcdef0123456789abcdef.json");
        assertThat(reached()).containsExactly("jms:queue:" + QUEUE);
    }

    @Test
    void daysThatAreTooOldAreRemoved() throws Exception {
        set("voice.sink.file.keep", "1d");
        Path old = dataDir.resolve("archive/" + Twilio.ACCOUNT + "/2025/01/02");
        Files.createDirectories(old);
        Path event = Files.writeString(old.resolve("event.json"), "{}");
        Files.setLastModifiedTime(event, FileTime.from(Instant.now().minus(Duration.ofDays(30))));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(30))));
        start();
        NotifyBuilder swept = new NotifyBuilder(context)
                .fromRoute("archive-retention")
                .whenDone(1)
                .create();

        assertThat(swept.matches(1, TimeUnit.MINUTES)).isTrue();
        assertThat(old).doesNotExist();
    }
}
