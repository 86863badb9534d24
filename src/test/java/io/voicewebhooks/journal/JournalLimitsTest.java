package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded journal does when its disk fills up, and when its files are damaged. */
class JournalLimitsTest {
    private static final String LIMIT = "voiceJournalMaxDiskUsage";

    @TempDir
    Path dir;

    private static int status(Application application, String call) {
        return application
                .twilio()
                .post("/voice/status", Twilio.status(call, "completed"))
                .statusCode();
    }

    @Test
    void fromTheLimitOfTheDiskOnNoEventIsTakenWhatIsStoredIsDeliveredAndWithRoomItGoesOn() {
        int port = Application.freePort();
        try (Application application = Application.with(dir)
                .set("voice.sink.http.enabled", "true")
                .set("voice.sink.http.url", "http://127.0.0.1:" + port + "/hooks/voice")
                .set("voice.sink.http.secret", HttpReceiver.SECRET)
                .set("voice.retry.schedule", "1s,1s,1s,1s,1s,1s,1s,1s")
                .start()) {
            String call = Twilio.callSid();
            assertThat(status(application, call)).isEqualTo(204);

            application.context().getGlobalOptions().put(LIMIT, "0");

            await().untilAsserted(() -> assertThat(application.management("/observe/health"))
                    .satisfies(health -> assertThat(health.statusCode()).isEqualTo(503)));
            assertThat(application
                            .management("/observe/health?exposureLevel=full")
                            .body())
                    .contains("no events are taken from 0 % on");
            assertThat(application.management("/observe/health/ready").statusCode())
                    .isEqualTo(200);
            assertThat(application.meter("voice_journal_up")).isZero();
            assertThat(status(application, Twilio.callSid())).isEqualTo(503);
            assertThat(application
                            .twilio()
                            .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                            .body())
                    .contains("<Record ");
            try (HttpReceiver http = HttpReceiver.start(port)) {
                await().untilAsserted(() ->
                        assertThat(http.posts()).extracting(ReceivedPost::body).anyMatch(body -> body.contains(call)));

                application.context().getGlobalOptions().put(LIMIT, "101");

                await().until(() -> status(application, Twilio.callSid()) == 204);
                await().untilAsserted(() -> assertThat(http.posts()).hasSizeGreaterThanOrEqualTo(2));
                assertThat(application.management("/observe/health").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void theLimitCanBeConfigured() {
        try (Application application = Application.with(dir)
                .set("camel.main.globalOptions[" + LIMIT + "]", "0")
                .start()) {
            assertThat(status(application, Twilio.callSid())).isEqualTo(503);
        }
    }

    /** Stores events that stay, because the only sink does not answer, and gives the calls. */
    private List<String> stored() {
        List<String> calls = new ArrayList<>();
        try (Application application = settings(Application.freePort()).start()) {
            for (int i = 0; i < 50; i++) {
                String call = Twilio.callSid();
                calls.add(call);
                assertThat(status(application, call)).isEqualTo(204);
            }
        }
        return calls;
    }

    private Application.Builder settings(int port) {
        return Application.with(dir)
                .set("voice.sink.http.enabled", "true")
                .set("voice.sink.http.url", "http://127.0.0.1:" + port + "/hooks/voice")
                .set("voice.sink.http.secret", HttpReceiver.SECRET)
                .set("voice.retry.schedule", "3s,3s,3s,3s,3s,3s");
    }

    private Path fileWith(String text) throws Exception {
        try (Stream<Path> files = Files.list(dir.resolve("journal/messages"))) {
            for (Path file : files.filter(any -> any.toString().endsWith(".amq"))
                    .sorted()
                    .toList()) {
                if (position(file, text) >= 0) {
                    return file;
                }
            }
        }
        throw new IllegalStateException("no file holds " + text);
    }

    private static int position(Path file, String text) throws Exception {
        String content = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        int plain = content.indexOf(text);
        return plain >= 0 ? plain : content.indexOf(String.join("\0", text.split("")));
    }

    private static void overwrite(Path file, long position, byte[] bytes) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    @Test
    void aFileWithGarbageInTheMiddleStopsTheStartUntilTheOperatorAcceptsTheLoss() throws Exception {
        List<String> calls = stored();
        Path file = fileWith(calls.get(20));
        byte[] garbage = new byte[3000];
        new java.util.Random(1).nextBytes(garbage);
        overwrite(file, position(file, calls.get(20)), garbage);

        int port = Application.freePort();
        assertThatThrownBy(settings(port)::start)
                .rootCause()
                .hasMessageContaining(file + " is damaged from byte")
                .hasMessageContaining("accept-damage");

        Path accept = Files.createFile(dir.resolve("journal/accept-damage"));
        try (HttpReceiver http = HttpReceiver.start(port);
                Application application = settings(port).start()) {
            await().untilAsserted(() -> assertThat(http.posts())
                    .extracting(ReceivedPost::body)
                    .anyMatch(body -> body.contains(calls.get(0)))
                    .anyMatch(body -> body.contains(calls.get(49))));
            assertThat(accept).doesNotExist();
            assertThat(status(application, Twilio.callSid())).isEqualTo(204);
        }
    }

    @Test
    void aTruncatedFileStopsTheStart() throws Exception {
        List<String> calls = stored();
        Path file = fileWith(calls.get(20));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(position(file, calls.get(20)));
        }
        assertThatThrownBy(settings(Application.freePort())::start)
                .rootCause()
                .hasMessageContaining(file + " has ")
                .hasMessageContaining(" bytes instead of 10485760");
    }

    /** What Artemis would pass over without a word. */
    @Test
    void eventsThatNoLongerSayOfWhichQueueTheyAreStopTheStart() throws Exception {
        Path paging = dir.resolve("journal/paging");
        Path address;
        try (Application application = Application.with(dir).start()) {
            application.context().getRouteController().stopRoute("event-router");
            while (filesIn(paging, ".page").isEmpty()) {
                application
                        .twilio()
                        .post(
                                "/voice/status",
                                Twilio.with(Twilio.status(Twilio.callSid(), "busy"), "AddOns", "x".repeat(60_000)));
            }
            address = filesIn(paging, ".page").get(0).resolveSibling("address.txt");
        }
        String queue = Files.readString(address);

        Files.writeString(address, "");
        assertThatThrownBy(Application.with(dir)::start).rootCause().hasMessageContaining(address + ", which says");
        Files.delete(address);
        assertThatThrownBy(Application.with(dir)::start).rootCause().hasMessageContaining(address + ", which says");

        Files.writeString(address, queue);
        Application.with(dir).start().close();
    }

    private static List<Path> filesIn(Path directory, String suffix) throws Exception {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    @Test
    void anEmptyFileOrOneWithoutItsHeaderStopsTheStart() throws Exception {
        List<String> calls = stored();
        Path file = fileWith(calls.get(20));
        overwrite(file, 0, "garbage!garbage!garbage!".getBytes());
        assertThatThrownBy(settings(Application.freePort())::start)
                .rootCause()
                .hasMessageContaining(file + " has no header of a journal file");
        Files.write(file, new byte[0]);
        assertThatThrownBy(settings(Application.freePort())::start)
                .rootCause()
                .hasMessageContaining(file + " has 0 bytes");
    }

    @Test
    void aJournalThatLostItsQueuesStopsTheStart() throws Exception {
        stored();
        try (Stream<Path> files = Files.list(dir.resolve("journal/bindings"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThatThrownBy(settings(Application.freePort())::start)
                .rootCause()
                .hasMessageContaining("both belong together");
    }

    @Test
    void aLastRecordThatWasNotWrittenCompletelyStopsNothing() throws Exception {
        List<String> calls = stored();
        Path file = fileWith(calls.get(49));
        byte[] content = Files.readAllBytes(file);
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        // the beginning of a record of this file, as after a power failure
        overwrite(file, end, new byte[] {11, content[12], content[13], content[14], content[15], 0, 0, 0});
        int port = Application.freePort();
        try (HttpReceiver http = HttpReceiver.start(port);
                Application application = settings(port).start()) {
            await().untilAsserted(() -> assertThat(http.posts())
                    .extracting(ReceivedPost::body)
                    .satisfies(bodies ->
                            assertThat(calls).allMatch(call -> bodies.stream().anyMatch(body -> body.contains(call)))));
            assertThat(status(application, Twilio.callSid())).isEqualTo(204);
        }
    }
}
