package io.voicewebhooks.support;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The application as a process of its own, in a working directory with routes and properties. */
public final class Run implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;

    private final Process process;
    private final Path output;
    private final Path errors;

    private Run(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts {@code run} or {@code check} in a directory, with the properties given and no variable of ours. */
    public static Run start(Path directory, String command, Map<String, String> properties) throws IOException {
        List<String> lines = new ArrayList<>();
        properties.forEach((key, value) -> lines.add(key + " = " + value));
        Files.write(directory.resolve("application.properties"), lines);
        // outside of the working directory, so that a test sees what the application itself leaves there
        Path logs = Files.createTempDirectory(directory.getParent(), "logs");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                "io.voicewebhooks.VoiceWebhooks",
                command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TWILIO_") || name.startsWith("VOICE_"));
        Path output = logs.resolve("output");
        Path errors = logs.resolve("errors");
        return new Run(
                builder.directory(directory.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start(),
                output,
                errors);
    }

    /** That of the tests, without their own classes: these bring another Logback configuration. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> entries = new ArrayList<>(List.of(all.split(java.io.File.pathSeparator)));
        // the application is there as a jar, too, once it is packaged
        entries.removeIf(entry -> entry.matches(".*[/\\\\](test-classes|classes|voice-webhooks\\.jar)"));
        entries.add(0, Path.of("target", "classes").toAbsolutePath().toString());
        return String.join(java.io.File.pathSeparator, entries);
    }

    /** Waits for the end and returns the exit status. */
    public int status() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + LONGEST_SECONDS + " s");
        }
        return process.exitValue();
    }

    public String output() throws IOException {
        return Files.readString(output);
    }

    public String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether somebody accepts connections on a local port. */
    public static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
