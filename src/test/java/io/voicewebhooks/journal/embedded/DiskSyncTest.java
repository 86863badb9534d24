package io.voicewebhooks.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Acknowledged or delivered means on disk, not in the page cache: kill -9 does not show that, a trace of the
 * synchronisation does. Flight Recorder writes an event for each {@code FileChannel.force}, which is fdatasync or fsync.
 */
class DiskSyncTest {

    @Test
    void betweenAWebhookAndIts204TheJournalIsForcedToTheDisk(@TempDir Path dir) throws Exception {
        // asynchronous I/O synchronises in native code, which Flight Recorder does not see
        assumeThat(AIOSequentialFileFactory.isSupported()).isFalse();
        List<RecordedEvent> forced = new CopyOnWriteArrayList<>();
        try (Application application = Application.with(dir).start();
                RecordingStream recorder = recorder(forced::add)) {
            // its commits are forced as well
            application.context().getRouteController().stopRoute("event-router");
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
                    assertThat(event.getString("path")).contains("journal/messages/");
                    assertThat(event.getStartTime()).isAfter(asked);
                    assertThat(event.getEndTime()).isBefore(answered);
                }));
            }
        }
    }

    /** Artemis renames a new file of the journal, and deletes one at its start that lost its name. */
    @Test
    void theNameOfAFileOfTheJournalIsForcedToTheDiskBeforeItsFirst204(@TempDir Path dir) throws Exception {
        List<RecordedEvent> forced = new CopyOnWriteArrayList<>();
        try (Application application = Application.with(dir).start();
                RecordingStream recorder = recorder(forced::add)) {
            recorder.startAsync();

            assertThat(application
                            .twilio()
                            .post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                            .statusCode())
                    .isEqualTo(204);
            Instant answered = Instant.now();

            await().untilAsserted(() -> assertThat(forced).anySatisfy(event -> {
                assertThat(event.getString("path")).endsWith("journal/messages");
                assertThat(event.getEndTime()).isBefore(answered);
            }));
        }
    }

    @Test
    void aCopyOfAnEventIsNoMoreCertainThanTheNameOfItsFile(@TempDir Path dir) throws Exception {
        Path journal = dir.resolve("journal/messages");
        Path elsewhere = dir.resolve("elsewhere");
        List<Map.Entry<String, String>> busy = Twilio.status(Twilio.callSid(), "busy");
        try (Application application = Application.with(dir).start()) {
            // the broker still has its file open, but its directory cannot be forced
            Files.move(journal, elsewhere);
            for (int i = 0; i < 2; i++) {
                assertThat(application.twilio().post("/voice/status", busy).statusCode())
                        .isEqualTo(503);
            }

            Files.move(elsewhere, journal);
            await().untilAsserted(() -> assertThat(
                            application.twilio().post("/voice/status", busy).statusCode())
                    .isEqualTo(204));
        }
    }

    /** Beyond 10 MB of a queue its events are in files of their own, in a folder that says of which queue they are. */
    @Test
    void theFolderOfAQueueThatIsKeptOnDiskAloneIsForcedWithItsAddress(@TempDir Path dir) throws Exception {
        Set<Path> forced = ConcurrentHashMap.newKeySet();
        Path paging = dir.resolve("journal/paging");
        try (Application application = Application.with(dir).start();
                RecordingStream recorder = recorder(event -> forced.add(Path.of(event.getString("path"))))) {
            application.context().getRouteController().stopRoute("event-router");
            recorder.startAsync();
            Twilio twilio = application.twilio();
            while (files(paging).stream().noneMatch(file -> file.toString().endsWith(".page"))) {
                twilio.post(
                        "/voice/status",
                        Twilio.with(Twilio.status(Twilio.callSid(), "busy"), "AddOns", "x".repeat(60_000)));
            }

            await().untilAsserted(() -> {
                Set<Path> addresses = files(paging).stream()
                        .filter(file -> file.endsWith("address.txt"))
                        .collect(Collectors.toSet());
                assertThat(addresses).isNotEmpty();
                assertThat(forced).containsAll(addresses).contains(paging, paging.getParent());
                addresses.forEach(address -> assertThat(forced).contains(address.getParent()));
            });
        }
    }

    @Test
    void whatTheLocalArchiveTakesIsForcedToTheDiskWithTheNamesThatLeadToIt(@TempDir Path dir) throws Exception {
        Set<Path> forced = ConcurrentHashMap.newKeySet();
        String recording = Twilio.recordingSid();
        try (RecordingServer media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
                Application application = Application.with(dir)
                        .set(media.settings())
                        .set("voice.sink.file.enabled", "true")
                        .start();
                RecordingStream recorder = recorder(event -> forced.add(Path.of(event.getString("path"))))) {
            media.holds(recording, "RIFF audio WAVE".getBytes(StandardCharsets.UTF_8));
            recorder.startAsync();

            application.twilio().post("/voice/recording", Twilio.recording(Twilio.callSid(), recording, "completed"));

            // two events, recording.completed and recording.archived, and the audio
            await().ignoreExceptions().untilAsserted(() -> {
                Set<Path> archived = files(dir.resolve("archive"));
                assertThat(archived).hasSize(3);
                assertThat(forced).containsAll(archived);
                for (Path directory = archived.iterator().next().getParent();
                        !directory.equals(dir);
                        directory = directory.getParent()) {
                    assertThat(forced).contains(directory);
                }
            });
        }
    }

    private static RecordingStream recorder(Consumer<RecordedEvent> forced) {
        RecordingStream recorder = new RecordingStream();
        recorder.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
        recorder.setReuse(false);
        recorder.onEvent("jdk.FileForce", forced);
        return recorder;
    }

    private static Set<Path> files(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return Set.of();
        }
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }
}
