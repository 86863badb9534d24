package io.voicewebhooks.journal;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Acknowledged or delivered means on disk, not in the page cache: kill -9 does not show that, a trace of the
 * synchronisation does. Flight Recorder writes an event for each {@code FileChannel.force}, which is fdatasync or fsync.
 */
class DiskSyncTest {

    @ParameterizedTest
    @EnumSource
    void betweenAWebhookAndIts204TheJournalIsForcedToTheDisk(Way way, @TempDir Path dir) throws Exception {
        // asynchronous I/O synchronises in native code, which Flight Recorder does not see
        assumeThat(AIOSequentialFileFactory.isSupported()).isFalse();
        List<RecordedEvent> forced = new CopyOnWriteArrayList<>();
        try (Application application = Application.with(dir).prepare(way::in).start();
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
    @ParameterizedTest
    @EnumSource
    void theNameOfAFileOfTheJournalIsForcedToTheDiskBeforeItsFirst204(Way way, @TempDir Path dir) throws Exception {
        List<RecordedEvent> forced = new CopyOnWriteArrayList<>();
        try (Application application = Application.with(dir).prepare(way::in).start();
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
    void theNamesOfTheQueuesFilesAndOfTheDirectoriesAreForcedAtTheStart(@TempDir Path dir) throws Exception {
        Set<Path> forced = ConcurrentHashMap.newKeySet();
        try (RecordingStream recorder = recorder(event -> forced.add(Path.of(event.getString("path"))))) {
            recorder.startAsync();
            Application.with(dir).start().close();

            Path journal = dir.resolve("journal");
            await().untilAsserted(() -> assertThat(forced).contains(journal.resolve("bindings"), journal, dir));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noFileOfTheJournalTakesARecordBeforeItsNameIsForced(Way way, @TempDir Path dir) throws Exception {
        // as above
        assumeThat(AIOSequentialFileFactory.isSupported()).isFalse();
        List<RecordedEvent> forced = new CopyOnWriteArrayList<>();
        try (RecordingStream recorder = recorder(forced::add)) {
            recorder.startAsync();
            try (Application application =
                    Application.with(dir).prepare(way::in).start()) {
                Twilio twilio = application.twilio();
                await().pollInterval(Duration.ZERO)
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> {
                            twilio.post("/voice/status", big());
                            return firstRecords(forced).size() > 2;
                        });
            }
            await().untilAsserted(() -> {
                List<Instant> files = firstRecords(forced);
                for (int i = 0; i < files.size(); i++) {
                    Instant first = files.get(i);
                    assertThat(forced.stream()
                                    .filter(event -> event.getString("path").endsWith("journal/messages"))
                                    .filter(event -> event.getEndTime().isBefore(first)))
                            .hasSizeGreaterThan(i);
                }
            });
        }
    }

    /** When a record was written to each file of the journal for the first time. */
    private static List<Instant> firstRecords(List<RecordedEvent> forced) {
        return forced.stream()
                .filter(event -> event.getString("path").endsWith(".amq"))
                .collect(Collectors.groupingBy(
                        event -> event.getString("path"),
                        Collectors.mapping(RecordedEvent::getStartTime, Collectors.minBy(Comparator.naturalOrder()))))
                .values()
                .stream()
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    /** 80 kB in the journal, more than a hundredth of one of its files. */
    private static List<Map.Entry<String, String>> big() {
        return Twilio.with(Twilio.status(Twilio.callSid(), "busy"), "AddOns", "x".repeat(40_000));
    }

    @ParameterizedTest
    @EnumSource
    void aCopyOfAnEventIsNoMoreCertainThanTheNameOfItsFile(Way way, @TempDir Path dir) throws Exception {
        Path journal = dir.resolve("journal/messages");
        Path elsewhere = dir.resolve("elsewhere");
        List<Map.Entry<String, String>> busy = Twilio.status(Twilio.callSid(), "busy");
        try (Application application = Application.with(dir).prepare(way::in).start()) {
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
    @ParameterizedTest
    @EnumSource
    void theFolderOfAQueueThatIsKeptOnDiskAloneIsForcedWithItsAddress(Way way, @TempDir Path dir) throws Exception {
        Set<Path> forced = ConcurrentHashMap.newKeySet();
        Path paging = dir.resolve("journal/paging");
        try (Application application = Application.with(dir).prepare(way::in).start();
                RecordingStream recorder = recorder(event -> forced.add(Path.of(event.getString("path"))))) {
            application.context().getRouteController().stopRoute("event-router");
            recorder.startAsync();
            Twilio twilio = application.twilio();
            while (files(paging).stream().noneMatch(file -> file.toString().endsWith(".page"))) {
                twilio.post("/voice/status", big());
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
