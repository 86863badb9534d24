package io.voicewebhooks.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link LoadGenerator} as a process. */
final class LoadProcess implements AutoCloseable {
    /** For making the requests, and for the last answers. */
    private static final int MORE_SECONDS = 60;

    private final Process process;
    private final BufferedReader answers;

    private LoadProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    static LoadProcess start(URI listener, SampleWebhook webhook, int connections) throws IOException {
        return new LoadProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadGenerator.class.getName(),
                        listener.toString(),
                        webhook.name(),
                        String.valueOf(connections))
                .redirectError(Redirect.INHERIT)
                .start());
    }

    /** Sends for some time. */
    Window window(int seconds) throws IOException, InterruptedException {
        process.getOutputStream().write((seconds + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        try {
            String line = CompletableFuture.supplyAsync(this::line).get(seconds + MORE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new IllegalStateException("the load generator has ended");
            }
            return Window.parse(line);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the load generator tells nothing", e);
        }
    }

    private String line() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
