package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.ArchivedFiles;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The Spring Boot application that spring-boot.md shows, run as its users run it: {@code java -jar}, in its directory. */
public final class BootApplication implements AutoCloseable {
    private static final String JAR = "target/telephone-1.0.jar";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final int boot = Application.freePort();
    private final int media = Application.freePort();
    private final String webhooks = "http://127.0.0.1:" + Application.freePort();
    private final Path data;
    private final Path output;
    private final Process process;

    private BootApplication(Path project, Map<String, ?> changes) throws IOException {
        this.data = Files.createTempDirectory(project.resolve("target"), "data");
        this.output = data.resolveSibling(data.getFileName() + ".log");
        Map<String, Object> properties = new TreeMap<>(Map.of(
                "server.port",
                boot,
                "twilio.api-url",
                "http://127.0.0.1:" + media,
                "voice.http.port",
                URI.create(webhooks).getPort(),
                "voice.public-url",
                webhooks,
                "voice.data-dir",
                data,
                // on a busy machine the first call takes its time
                "voice.incoming.deadline",
                "14s"));
        properties.putAll(changes);
        List<String> command = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-jar", JAR));
        properties.forEach((key, value) -> command.add("--" + key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("TWILIO_AUTH_TOKEN", Twilio.TOKEN);
        this.process = builder.start();
    }

    /** Starts it and waits until its actuator says that it is up. */
    public static BootApplication started(Path project, Map<String, ?> changes) throws IOException {
        BootApplication application = new BootApplication(project, changes);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(application.process.isAlive()).as(application.printed()).isTrue();
            return application.health().contains("\"camelHealth\":{\"status\":\"UP\"");
        });
        return application;
    }

    /** What it prints when it does not start. */
    public static String refused(Path project, Map<String, ?> changes) throws Exception {
        try (BootApplication application = new BootApplication(project, changes)) {
            assertThat(application.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(application.printed())
                    .isTrue();
            assertThat(application.process.exitValue()).isEqualTo(1);
            return application.printed();
        }
    }

    /** What the simulator prints of a call whose caller leaves a message. */
    public String call() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        java(),
                        "-jar",
                        "target/voice-webhooks.jar",
                        "call",
                        "--url=" + webhooks + "/voice/incoming",
                        "--status-callback=" + webhooks + "/voice/status",
                        "--from=+15551230001",
                        "--to=+15558675310",
                        "--press=#",
                        "--media-port=" + media,
                        "--media-wait=60s")
                .redirectErrorStream(true);
        builder.environment().put("TWILIO_ACCOUNT_SID", Twilio.ACCOUNT);
        builder.environment().put("TWILIO_AUTH_TOKEN", Twilio.TOKEN);
        Process call = builder.start();
        String printed = new String(call.getInputStream().readAllBytes());
        assertThat(call.waitFor()).as(printed + printed()).isZero();
        return printed;
    }

    /** Waits until recording and events are in the local archive. */
    public void hasArchived() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(archive())
                .anyMatch(file -> file.endsWith(".wav"))
                .filteredOn(file -> file.endsWith(".json"))
                .hasSizeGreaterThanOrEqualTo(4));
    }

    private List<String> archive() {
        return ArchivedFiles.in(data.resolve("archive")).stream()
                .map(Path::toString)
                .toList();
    }

    /** The status of a request that Twilio has not signed. */
    public int statusOfAnUnsignedRequest() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(webhooks + "/voice/incoming"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("CallSid=CA0123456789abcdef0123456789abcdef"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
    }

    public String health() throws Exception {
        return actuator("health");
    }

    public String metrics() throws Exception {
        return actuator("prometheus");
    }

    private String actuator(String endpoint) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + boot + "/actuator/" + endpoint);
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            // it does not listen yet
            return "";
        }
    }

    /** What it printed so far. */
    public String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Has it stop as a service manager does. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
