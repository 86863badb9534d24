package io.voicewebhooks.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded journal on a disk of its own that fills up; needs the right to mount one. */
class JournalDiskIT {
    private static final int MEBIBYTE = 1 << 20;
    /** Twilio waits 15 s for an answer. */
    private static final Duration BEFORE_TWILIO_GIVES_UP = Duration.ofSeconds(15);

    @TempDir
    Path dir;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(dir.resolve("disk"));
        try {
            mounted = run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString()) == 0;
        } catch (IOException e) {
            mounted = false;
        }
        assumeThat(mounted).as("a disk of its own").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    /** Somebody else's file. */
    private Path fill(long leave) throws IOException {
        Path file = disk.resolve("other");
        byte[] chunk = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (Files.getFileStore(disk).getUsableSpace() > leave) {
                out.write(chunk, 0, (int)
                        Math.min(chunk.length, Files.getFileStore(disk).getUsableSpace() - leave));
            }
        }
        return file;
    }

    private static int status(Application application, String call) {
        return application
                .twilio()
                .post("/voice/status", Twilio.with(Twilio.status(call, "completed"), "Note", "x".repeat(15_000)))
                .statusCode();
    }

    private static void answersCallers(Application application) {
        assertThat(application
                        .twilio()
                        .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                        .body())
                .contains("<Record ");
    }

    private static void awaitHealth(Application application, int status) {
        await().untilAsserted(() -> assertThat(
                        application.management("/observe/health").statusCode())
                .isEqualTo(status));
    }

    /** The same limit as in JournalLimitsTest, by a disk that really is so full. */
    @Test
    @Tag("full")
    void aDiskAt90PercentTakesNoEventsUntilThereIsRoom() throws Exception {
        try (Application application = Application.with(disk.resolve("data")).start()) {
            assertThat(status(application, Twilio.callSid())).isEqualTo(204);

            Path other = fill(20L * MEBIBYTE);

            awaitHealth(application, 503);
            assertThat(application
                            .management("/observe/health?exposureLevel=full")
                            .body())
                    .contains("no events are taken from 90 % on");
            assertThat(status(application, Twilio.callSid())).isEqualTo(503);
            answersCallers(application);

            Files.delete(other);
            awaitHealth(application, 200);
            assertThat(status(application, Twilio.callSid())).isEqualTo(204);
        }
    }

    @Test
    void aDiskWithoutAnyRoomStopsTheJournalWhichRunsAgainByItselfAndHasEverythingThatWasAcknowledged()
            throws Exception {
        List<String> acknowledged = new ArrayList<>();
        try (HttpReceiver http = HttpReceiver.start();
                Application application = Application.with(disk.resolve("data"))
                        .set(http.settings())
                        .set("voice.retry.schedule", "1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s")
                        .start()) {
            http.answers(post -> 500);
            // as if the disk filled up before the watch looked
            application.context().getGlobalOptions().put("voiceJournalMaxDiskUsage", "101");
            Path other = fill(0);

            await().atMost(Duration.ofMinutes(2)).pollDelay(Duration.ZERO).until(() -> {
                String call = Twilio.callSid();
                long before = System.nanoTime();
                int status = status(application, call);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(BEFORE_TWILIO_GIVES_UP);
                if (status == 204) {
                    acknowledged.add(call);
                }
                return status == 503;
            });
            awaitHealth(application, 503);
            await().untilAsserted(() -> assertThat(application
                            .management("/observe/health?exposureLevel=full")
                            .body())
                    .contains("is full; the journal in")
                    .contains("has stopped after: "));
            assertThat(status(application, Twilio.callSid())).isEqualTo(503);
            answersCallers(application);
            assertThat(acknowledged).isNotEmpty();

            http.answers(post -> 204);
            Files.delete(other);

            await().atMost(Duration.ofMinutes(2)).until(() -> status(application, Twilio.callSid()) == 204);
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                String all = String.join(
                        "\n", http.posts().stream().map(ReceivedPost::body).toList());
                assertThat(acknowledged).allMatch(all::contains);
            });
            awaitHealth(application, 200);
        }
    }

    @Test
    void anApplicationThatStartsOnAFullDiskAnswersCallersAndTakesEventsOnceThereIsRoom() throws Exception {
        Path other = fill(MEBIBYTE);
        try (Application application = Application.with(disk.resolve("data")).start()) {
            answersCallers(application);
            assertThat(status(application, Twilio.callSid())).isEqualTo(503);

            Files.delete(other);

            await().until(() -> status(application, Twilio.callSid()) == 204);
        }
    }
}
