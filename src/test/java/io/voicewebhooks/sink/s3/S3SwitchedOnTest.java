package io.voicewebhooks.sink.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3 is switched on while recordings wait for the local archive: their audio comes there, and that of later ones into S3. */
class S3SwitchedOnTest {
    private static final byte[] AUDIO = "RIFF a voicemail WAVE".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private Application.Builder application(HttpReceiver http, RecordingServer media, String schedule) {
        return Application.with(dir.resolve("data"))
                .set(http.settings())
                .set(media.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.retry.schedule", schedule);
    }

    private static void completed(Application application, String recording) {
        application.twilio().post("/voice/recording", Twilio.recording(Twilio.callSid(), recording, "completed"));
    }

    private List<Path> audioInTheLocalArchive() throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("data/archive"))) {
            return files.filter(file -> file.toString().endsWith(".wav")).toList();
        }
    }

    private static void awaitArchived(HttpReceiver http, String recording) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(http.typesAbout(recording)).contains("recording.archived"));
    }

    @Test
    void whatWaitedAndWhatWasADeadLetterIsArchivedWithItsAudio() throws Exception {
        String waiting = Twilio.recordingSid();
        String dead = Twilio.recordingSid();
        String later = Twilio.recordingSid();
        try (S3Server s3 = S3Server.start(dir.resolve("s3"));
                HttpReceiver http = HttpReceiver.start();
                RecordingServer media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN)) {
            try (Application application = application(http, media, "100ms").start()) {
                completed(application, dead);
                await().atMost(LIMIT).untilAsserted(() -> assertThat(application.deadLetters())
                        .hasSize(1));
            }
            try (Application application =
                    application(http, media, "2s,2s,2s,2s,2s,2s,2s,2s").start()) {
                completed(application, waiting);
                await().atMost(LIMIT).untilAsserted(() -> assertThat(media.requests())
                        .anyMatch(request -> request.contains(waiting)));
            }
            media.holds(waiting, AUDIO);
            media.holds(dead, AUDIO);
            media.holds(later, AUDIO);

            try (Application application =
                    application(http, media, "1s,1s,1s,1s").set(s3.settings()).start()) {
                Operator.of(application).types("dead-letters", "redrive", "--all");
                completed(application, later);

                awaitArchived(http, waiting);
                awaitArchived(http, dead);
                awaitArchived(http, later);
                assertThat(audioInTheLocalArchive())
                        .extracting(file -> file.getFileName().toString())
                        .containsExactlyInAnyOrder(waiting + ".wav", dead + ".wav");
                await().untilAsserted(() ->
                        assertThat(application.depth("voice.sink.file")).isZero());
            }
        }
    }
}
