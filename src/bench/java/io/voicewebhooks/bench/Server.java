package io.voicewebhooks.bench;

import io.voicewebhooks.support.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server that is measured, as a process. */
final class Server implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 40;

    private final String name;
    private final int port;
    private final Process process;
    private final Path output;

    private Server(String name, int port, Process process, Path output) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param logs        a directory for its output
     * @param directory   where it runs
     * @param port        where it is going to listen
     * @param environment besides what it inherits; of Twilio and the application it inherits nothing
     */
    static Server start(
            String name, Path logs, Path directory, int port, Map<String, String> environment, List<String> command)
            throws IOException {
        Path output = Files.createTempFile(logs, name, ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("TWILIO_") || key.startsWith("VOICE_"));
        builder.environment().putAll(environment);
        Server server = new Server(name, port, builder.start(), output);
        try {
            Awaitility.await(name)
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> server.requireAlive() && Run.listens(port));
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Whether it runs; if not, this fails with what it printed. */
    boolean requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended with " + process.exitValue() + ":\n" + output());
        }
        return true;
    }

    private String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Resident memory in MiB. */
    long memory() throws IOException {
        return Footprint.memory(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
