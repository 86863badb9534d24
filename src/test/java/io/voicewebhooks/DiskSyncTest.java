package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.Twilio;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Acknowledged means on disk, not in the page cache: kill -9 does not show that, a trace of the synchronisation does. Flight
 * Recorder writes an event for each {@code FileChannel.force}, which is fdatasync or fsync.
 */
class DiskSyncTest {

    @Test
    void betweenAWebhookAndIts204TheJournalIsForcedToTheDisk(@TempDir Path dir) throws Exception {
        // asynchronous I/O synchronises in native code, which Flight Recorder does not see
        assumeThat(AIOSequentialFileFactory.isSupported()).isFalse();
        List<RecordedEvent> forced = new CopyOnWriteArrayList<>();
        try (RecordingStream recorder = new RecordingStream();
                Application application = Application.with(dir).start()) {
            // its commits are forced as well
            application.context().getRouteController().stopRoute("event-router");
            recorder.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
            recorder.setReuse(false);
            recorder.onEvent("jdk.FileForce", forced::add);
            recorder.startAsync();
            for (int i = 0; i < 3; i++) {
                Instant asked = Instant.now();
                assertThat(application
                                .twilio()
                                .post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                                .statusCode())
                        .isEqualTo(204);
                Instant answered = Instant.now();

                await().untilAsserted(() -> assertThat(forced).anySatisfy(event -> {
                    assertThat(event.getString("path")).contains("journal/messages");
                    assertThat(event.getStartTime()).isAfter(asked);
                    assertThat(event.getEndTime()).isBefore(answered);
                }));
            }
        }
    }
}
