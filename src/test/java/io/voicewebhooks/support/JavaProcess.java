package io.voicewebhooks.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java program in a process of its own: the application, or one with the class path of the tests. */
public final class JavaProcess implements AutoCloseable {
    /** For a program with a short life: what compiles least is ready first. */
    public static final List<String> SHORT_LIFE = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private JavaProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts the application.
     *
     * @param directory its output goes to a file there
     * @param settings  its configuration
     * @param options   of the JVM, for example {@code -Xmx192m}
     */
    public static JavaProcess application(Path directory, Map<String, String> settings, List<String> options) {
        return start(directory, Launch.application(withProperties(options, settings)));
    }

    /**
     * Starts a main class.
     *
     * @param directory where it runs; its output goes to a file there
     * @param settings  system properties
     * @param options   of the JVM, for example {@code -Xmx192m}
     */
    public static JavaProcess start(Path directory, Class<?> main, Map<String, String> settings, String... options) {
        List<String> command = new ArrayList<>(List.of(Launch.java()));
        command.addAll(withProperties(List.of(options), settings));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return start(directory, command);
    }

    private static List<String> withProperties(List<String> options, Map<String, String> properties) {
        List<String> all = new ArrayList<>(options);
        properties.forEach((key, value) -> all.add("-D" + key + "=" + value));
        return all;
    }

    private static JavaProcess start(Path directory, List<String> command) {
        return start(directory, command, Map.of());
    }

    /**
     * Starts a script that becomes a Java program.
     *
     * @param directory   its output goes to a file there
     * @param environment variables that it has beside ours
     */
    static JavaProcess start(Path directory, List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile(directory, "output", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Path.of("").toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new JavaProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it printed something. */
    public void awaitOutput(String text, Duration limit) {
        await().atMost(limit).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it ended with " + process.exitValue() + ":\n" + output());
            }
            return output().contains(text);
        });
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    public void signal() {
        process.destroy();
    }

    /** Sends SIGTERM and waits for the exit status. */
    public int terminate() {
        signal();
        return awaitExit();
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits until it ends by itself. */
    public int awaitExit() {
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("it does not end within " + STOP_LIMIT + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Its files may be removed then. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
