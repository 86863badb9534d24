package io.voicewebhooks.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.support.Run;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as a process: it starts, or says in a few lines why not. */
class StartIT {
    private static final String HEADING = "Voice Webhooks does not start:";

    @TempDir
    Path dir;

    private Path working;
    private RouteFolder routes;
    private int port;
    private final Map<String, String> properties = new LinkedHashMap<>();

    @BeforeEach
    void configure() throws Exception {
        working = Files.createDirectory(dir.resolve("working"));
        routes = RouteFolder.copiedTo(working);
        port = Application.freePort();
        properties.put("twilio.account-sid", Twilio.ACCOUNT);
        properties.put("twilio.auth-token", Twilio.TOKEN);
        properties.put("voice.public-url", Twilio.PUBLIC_URL);
        properties.put("voice.http.host", "127.0.0.1");
        properties.put("voice.http.port", String.valueOf(port));
        properties.put("voice.management.port", String.valueOf(Application.freePort()));
    }

    @Test
    void aValidApplicationAnswersAndStopsWhenItIsTold() throws Exception {
        Files.createDirectories(working.resolve("data/spool"));
        Files.writeString(working.resolve("data/spool/1-RE1.wav"), "left behind by a crash");
        routes.replace("twiml/voicemail.xml", "Please leave a message", "Grüß Gott");
        // as with LC_ALL=C
        List<String> options = new ArrayList<>(JavaProcess.SHORT_LIFE);
        options.add("-Dfile.encoding=US-ASCII");
        Path loaded = dir.resolve("classes");
        options.add("-Xlog:class+load:file=" + loaded);
        try (Run run = Run.start(working, "run", properties, options)) {
            Twilio twilio = new Twilio("http://127.0.0.1:" + port, Twilio.PUBLIC_URL, Twilio.TOKEN);
            await().atMost(Duration.ofMinutes(2)).until(() -> !run.isAlive() || Run.listens(port));
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(twilio.post("/voice/incoming", Twilio.call(Twilio.callSid()))
                                    .body())
                            .contains("Grüß Gott"));
            assertThat(working.resolve("data/spool")).isEmptyDirectory();

            // it may answer before it says that it has started
            await().untilAsserted(() -> assertThat(run.output())
                    .containsPattern("Voice Webhooks \\S.* started in \\d+\\.\\d s with \\d+ routes")
                    .contains(
                            "VoiceUrl = " + Twilio.PUBLIC_URL + "/voice/incoming#rc=5&rp=5xx,ct,rt\n",
                            "VoiceFallbackUrl = a TwiML Bin, or " + Twilio.PUBLIC_URL + "/voice/fallback\n",
                            "StatusCallback = " + Twilio.PUBLIC_URL + "/voice/status#rc=5&rp=5xx,ct,rt\n",
                            "listens on 127.0.0.1:" + port + " (HTTP); management on http://127.0.0.1:"
                                    + properties.get("voice.management.port") + "\n",
                            "sinks on: calls, file; off: email, http, s3, topic; broker: embedded; data directory: ")
                    .doesNotContain("0.0.0.0", "Camel", "Autowired"));
            run.terminate();

            assertThat(run.status()).isIn(0, 143);
            assertThat(run.errors()).isEmpty();
            assertThat(Run.listens(port)).isFalse();
            // the command line is not on the way of a plain start, the telephone even less
            assertThat(Files.readString(loaded, StandardCharsets.ISO_8859_1))
                    .contains("io.voicewebhooks.app.VoiceApplication")
                    .doesNotContain(
                            " picocli.",
                            "io.voicewebhooks.cli.",
                            "io.voicewebhooks.dev.",
                            "io.voicewebhooks.testkit.",
                            "org.junit.");
        }
    }

    @Test
    void withoutACallLogNothingOfADatabaseIsLoaded() throws Exception {
        properties.put("voice.sink.calls.enabled", "false");
        List<String> options = new ArrayList<>(JavaProcess.SHORT_LIFE);
        Path loaded = dir.resolve("classes");
        options.add("-Xlog:class+load:file=" + loaded);
        try (Run run = Run.start(working, "run", properties, options)) {
            Twilio twilio = new Twilio("http://127.0.0.1:" + port, Twilio.PUBLIC_URL, Twilio.TOKEN);
            await().atMost(Duration.ofMinutes(2)).until(() -> !run.isAlive() || Run.listens(port));
            await().ignoreExceptions().untilAsserted(() -> assertThat(
                            twilio.post("/voice/status", Twilio.status(Twilio.callSid(), "completed"))
                                    .statusCode())
                    .isEqualTo(204));
            run.terminate();

            assertThat(Files.readString(loaded, StandardCharsets.ISO_8859_1))
                    .contains("io.voicewebhooks.app.VoiceApplication")
                    .doesNotContain("org.sqlite.", "com.zaxxer.", "org.postgresql.", "org.springframework.jdbc.");
            assertThat(working.resolve("data"))
                    .isNotEmptyDirectory()
                    .isDirectoryNotContaining(
                            file -> file.getFileName().toString().matches("calls\\.db.*|sqlite"));
        }
    }

    @Test
    void asJsonEachLineIsAnObject() throws Exception {
        properties.put("voice.log.format", "json");
        try (Run run = Run.start(working, "run", properties)) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !run.isAlive() || run.output().contains("warm after"));
            run.terminate();
            run.status();

            assertThat(run.output().lines()).isNotEmpty().allSatisfy(line -> {
                JsonNode json = new ObjectMapper().readTree(line);
                assertThat(json.path("level").asText()).isIn("INFO", "WARN");
                assertThat(json.path("formattedMessage").asText()).isNotBlank();
                assertThat(json.path("timestamp").asLong()).isPositive();
            });
            assertThat(run.output()).contains("Voice Webhooks ").doesNotContain(Twilio.TOKEN);
        }
    }

    @Test
    void withoutATokenThereIsNoStart() throws Exception {
        properties.remove("twilio.auth-token");

        refused("twilio.auth-token is not set; allowed: one token, or several separated by commas, without spaces");
    }

    @Test
    void withoutAPublicUrlThereIsNoStart() throws Exception {
        properties.remove("voice.public-url");

        assertThat(refusal()).contains("voice.public-url is not set; allowed: ");
    }

    @Test
    void aMisspeltKeyIsNamedWithTheNearestKnownOne() throws Exception {
        properties.put("voice.sink.s3.buket", "voice");

        assertThat(refusal()).contains("voice.sink.s3.buket", "voice.sink.s3.bucket");
    }

    @Test
    void anUnsignedRouteIsNamedWithItsFile() throws Exception {
        routes.replace("call-status.camel.yaml", "        - process:\n            ref: twilioSignature\n", "");

        refused(
                "routes/call-status.camel.yaml, route call-status: listens below /voice/ and does not begin with the step"
                        + " \"process: twilioSignature\"");
    }

    @Test
    void aBrokenTemplateIsNamed() throws Exception {
        routes.write("twiml/goodbye.xml", "<Response>\n<Say></Response>");

        assertThat(refusal()).contains("routes/twiml/goodbye.xml, line 2: ");
    }

    @Test
    void aTakenPortIsNamedWithItsKey() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            refused("voice.http.port = " + taken.getLocalPort()
                    + " cannot be opened on voice.http.host = 127.0.0.1: Address already in use");
        }
    }

    @Test
    void takenPortsAreNamedTogether() throws Exception {
        try (ServerSocket one = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            properties.put("voice.management.port", String.valueOf(other.getLocalPort()));

            refused("voice.http.port = " + one.getLocalPort()
                    + " cannot be opened on voice.http.host = 127.0.0.1: Address already in use\n"
                    + "  voice.management.port = " + other.getLocalPort()
                    + " cannot be opened on voice.management.host = 127.0.0.1: Address already in use");
        }
    }

    @Test
    void aManagementPortThatIsTheOtherOneIsNamed() throws Exception {
        properties.put("voice.management.port", String.valueOf(port));

        refused("voice.management.port = " + port
                + " cannot be opened on voice.management.host = 127.0.0.1: Address already in use");
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenIsNamed() throws Exception {
        properties.put("voice.data-dir", "application.properties/data");

        assertThat(refusal()).contains("voice.data-dir = ").contains("application.properties/data");
    }

    @Test
    void aDataDirectoryOfAnotherInstanceIsNamed(@TempDir Path other) throws Exception {
        try (Application running = Application.with(other).start()) {
            properties.put("voice.data-dir", other.toString());

            refused("voice.data-dir = " + other + " is used by another instance; give each its own directory");
            assertThat(running.management("/observe/health").statusCode()).isEqualTo(200);
        }
    }

    private void refused(String line) throws Exception {
        assertThat(refusal()).isEqualToNormalizingNewlines(HEADING + "\n  " + line + "\n");
    }

    private String refusal() throws Exception {
        try (Run run = Run.start(working, "run", properties)) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.errors()).startsWith(HEADING).doesNotContain("\tat ");
            assertThat(run.output()).doesNotContain("\tat ", "Camel");
            return run.errors();
        }
    }
}
