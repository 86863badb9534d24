package io.voicewebhooks.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/** A folder with routes, somebody who edits them, and {@code dev} in this JVM, which is told of each save. */
final class DevFolder implements AutoCloseable {
    /** Measurements wait as patiently as tests. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final RouteFolder routes;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final DevMode dev;
    private final Thread watcher = new Thread(this::watch, "dev");
    private int read;

    private DevFolder(Path directory, Map<String, String> more) throws IOException {
        this.directory = directory;
        this.routes = RouteFolder.copiedTo(directory);
        save("application.properties", "call.hours =\n");
        this.dev = new DevMode(
                directory,
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                Application.freePort(),
                Application.freePort(),
                more);
    }

    /** Starts it in an empty directory. */
    static DevFolder start(Path directory) throws IOException {
        return start(directory, Map.of());
    }

    /** The same with more keys. */
    static DevFolder start(Path directory, Map<String, String> more) throws IOException {
        DevFolder folder = new DevFolder(directory, more);
        folder.dev.begin();
        folder.watcher.start();
        return folder;
    }

    private void watch() {
        try {
            dev.watch();
        } catch (InterruptedException e) {
            // it is closed
        }
    }

    DevMode dev() {
        return dev;
    }

    RouteFolder routes() {
        return routes;
    }

    Path data() {
        return directory.resolve("data-dev");
    }

    Twilio twilio() {
        return new Twilio(dev.url(), dev.url(), dev.token());
    }

    /** What a caller hears first. */
    String greeting() {
        return twilio().post("/voice/incoming", Twilio.call(Twilio.callSid())).body();
    }

    /** Writes a file as most editors do: beside it, then in its place. */
    DevFolder save(String file, String content) throws IOException {
        Path beside = directory.resolve(file + "~");
        Files.writeString(beside, content);
        Files.move(beside, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    /** Waits until a word is printed that was not waited for; everything that was printed until then. */
    String says(String word) {
        String fresh = await().atMost(LIMIT)
                .until(() -> printed().substring(read), text -> text.contains(word) && text.endsWith("\n"));
        read += fresh.length();
        return fresh;
    }

    /** Waits until it answers. */
    void isReady() {
        await().atMost(LIMIT).until(() -> dev.application().isRunning());
    }

    /** It took the files that were saved last. */
    void takes(String file) {
        assertThat(says("taken after")).containsPattern("taken after \\d+\\.\\d s: .*" + file + "\n");
    }

    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        watcher.interrupt();
        dev.close();
    }
}
