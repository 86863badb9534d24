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
    private static final long LONGEST_SECONDS = 120;

    private final Process process;
    private final Path output;
    private final Path errors;

    private Run(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts a command, words separated by blanks, in a directory, with the properties given and no variable of ours. */
    public static Run start(Path directory, String command, Map<String, String> properties) throws IOException {
        return start(directory, command, properties, JavaProcess.SHORT_LIFE);
    }

    /** The same with variables of the environment. */
    public static Run start(
            Path directory, String command, Map<String, String> properties, Map<String, String> environment)
            throws IOException {
        return start(directory, command, properties, JavaProcess.SHORT_LIFE, environment);
    }

    /** The same with options of the JVM. */
    public static Run start(Path directory, String command, Map<String, String> properties, List<String> options)
            throws IOException {
        return start(directory, command, properties, options, Map.of());
    }

    private static Run start(
            Path directory,
            String command,
            Map<String, String> properties,
            List<String> options,
            Map<String, String> environment)
            throws IOException {
        List<String> lines = new ArrayList<>();
        properties.forEach((key, value) -> lines.add(key + " = " + value));
        Files.write(directory.resolve("application.properties"), lines);
        // outside of the working directory, so that a test sees what the application itself leaves there
        Path logs = Files.createTempDirectory(directory.getParent(), "logs");
        List<String> arguments = Launch.application(options);
        arguments.addAll(List.of(command.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().keySet().removeIf(name -> name.startsWith("TWILIO_") || name.startsWith("VOICE_"));
        builder.environment().putAll(environment);
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

    /** Its files may be removed then. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
