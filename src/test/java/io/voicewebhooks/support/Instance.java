package io.voicewebhooks.support;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.ManagementPort;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The application as a process that is stopped or killed and started again: its ports, its data directory and its
 * configuration stay the same.
 */
public final class Instance {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final int port = Application.freePort();
    private final ManagementPort management;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<String> options = new ArrayList<>(JavaProcess.SHORT_LIFE);

    private Instance(Path directory) {
        int managementPort = Application.freePort();
        this.directory = directory;
        this.management = ManagementPort.of(managementPort);
        options.add("-Xmx192m");
        settings.put("twilio.account-sid", Twilio.ACCOUNT);
        settings.put("twilio.auth-token", Twilio.TOKEN);
        settings.put("voice.public-url", Twilio.PUBLIC_URL);
        settings.put("voice.http.host", "127.0.0.1");
        settings.put("voice.http.port", String.valueOf(port));
        settings.put("voice.management.port", String.valueOf(managementPort));
        settings.put("voice.data-dir", data().toString());
        settings.put("voice.sink.file.enabled", "false");
        // else it would be busy with itself when a test begins
        settings.put("voice.warm-up", "false");
    }

    /** One that has its data and its output below a directory; every sink is off until it is switched on. */
    public static Instance in(Path directory) {
        try {
            return new Instance(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Instance set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    public Instance set(Map<String, String> more) {
        settings.putAll(more);
        return this;
    }

    /** Runs it with the options of the JVM that setup.md gives for a supervisor, and with more. */
    public Instance asDocumented(String... more) {
        options("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
        options.addAll(List.of(more));
        return this;
    }

    /** Options of its JVM instead of those of a short life in little memory. */
    public Instance options(String... others) {
        options.clear();
        options.addAll(List.of(others));
        return this;
    }

    /** Starts it and waits until it answers. */
    public JavaProcess start() {
        JavaProcess process = JavaProcess.application(directory, settings, options);
        process.awaitOutput("started in", START_LIMIT);
        return process;
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public ManagementPort management() {
        return management;
    }

    /** Its data directory. */
    public Path data() {
        return directory.resolve("data");
    }
}
