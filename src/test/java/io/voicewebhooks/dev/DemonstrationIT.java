package io.voicewebhooks.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.support.Run;
import io.voicewebhooks.testkit.Application;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command keeps its promises. */
class DemonstrationIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path dir;

    private Path working;

    @BeforeEach
    void copyRoutes() throws IOException {
        working = Files.createDirectory(dir.resolve("working"));
        RouteFolder.copiedTo(working);
    }

    private Run demonstration(int port, int managementPort) throws IOException {
        return Run.start(
                working,
                "dev --demo",
                Map.of(
                        "voice.http.port",
                        String.valueOf(port),
                        "voice.management.port",
                        String.valueOf(managementPort)));
    }

    @Test
    void itPlaysACallShowsWhatCameOutTakesTheCurlAndStops() throws Exception {
        try (Run demo = demonstration(Application.freePort(), Application.freePort())) {
            await().atMost(LIMIT).until(() -> !demo.isAlive() || demo.output().contains("--media-port"));

            assertThat(demo.errors()).isEmpty();
            assertThat(demo.output())
                    .contains(
                            "-> 200 text/xml; charset=utf-8",
                            "hears \"Please leave a message after the tone.\"",
                            "the same as the media server's")
                    .contains("Subject: New voicemail", "+15551230001", "attached: RE")
                    .containsPattern("recording\\.archived +webhook-id [0-9a-f]{32}, signature verified")
                    .doesNotContain("WRONG", "NOT THE SAME", "ERROR");
            assertThat(inTheConsole(demo.output(), "/operations/calls"))
                    .contains("\"from\":\"+15551230001\"", "\"outcome\":\"voicemail\"");
            assertThat(inTheConsole(demo.output(), "/routes")).contains(">event-router<");
            assertThat(statusOf(demo.output())).isEqualTo(204);
            awaitLater(demo, "HTTP +call\\.busy +webhook-id [0-9a-f]{32}, signature verified");
            awaitLater(demo, "S3 +events/\\S+\\.json");

            assertThat(callOf(demo.output()))
                    .contains("hears \"Thank you. Goodbye.\"", "the recording was fetched, 48,044 bytes");
            awaitLater(demo, "HTTP +recording\\.archived");
            awaitLater(demo, "S3 +recordings/\\S+\\.wav");
            awaitLater(demo, "e-mail +Subject: New voicemail, To: office@example\\.com");
            demo.terminate();
            assertThat(demo.status()).isIn(0, 143);
        }
    }

    @Test
    void takenPortsAreNamedInOneLineWithAWayOut() throws Exception {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Run demo = demonstration(one.getLocalPort(), other.getLocalPort())) {
            // the status that Maven is told to take for no failure, and so says nothing of
            assertThat(demo.status()).isEqualTo(3);
            assertThat(demo.output()).isEmpty();
            assertThat(demo.errors().lines())
                    .singleElement()
                    .asString()
                    .startsWith("Taken: port " + one.getLocalPort() + " (voice.http.port), port " + other.getLocalPort()
                            + " (voice.management.port). ")
                    .contains("VOICE_HTTP_PORT=", "VOICE_MANAGEMENT_PORT=");
        }
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("io.voicewebhooks.VoiceWebhooks dev --demo", "<successCode>3</successCode>");
    }

    /** A page of the console, with the token that is printed. */
    private static String inTheConsole(String output, String path) throws Exception {
        Matcher console = Pattern.compile("Its console: (http://127\\.0\\.0\\.1:\\d+), with the token ([0-9a-f]{32})")
                .matcher(output);
        assertThat(console.find()).isTrue();
        HttpRequest request = HttpRequest.newBuilder(URI.create(console.group(1) + path))
                .header("Authorization", "Bearer " + console.group(2))
                .build();
        HttpResponse<String> page = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    /** Does what the printed curl would do. */
    private static int statusOf(String output) throws Exception {
        Matcher curl = Pattern.compile("curl -i '([^']+)' -H 'X-Twilio-Signature: ([^']+)'")
                .matcher(output);
        assertThat(curl.find()).isTrue();
        String form = Pattern.compile("--data-urlencode '([^=]+)=([^']*)'")
                .matcher(output)
                .results()
                .map(field -> field.group(1) + "=" + URLEncoder.encode(field.group(2), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(curl.group(1)))
                .header("X-Twilio-Signature", curl.group(2))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Waits for what is printed behind the commands. */
    private static void awaitLater(Run demo, String pattern) {
        await().atMost(LIMIT).until(() -> Pattern.compile("(?s)--media-port.*" + pattern)
                .matcher(demo.output())
                .find());
    }

    /** Types the printed call, and returns what it printed. */
    private static String callOf(String output) throws Exception {
        Matcher command = Pattern.compile("(?ms)^java @.*?--media-port \\d+$").matcher(output);
        assertThat(command.find()).isTrue();
        Process call = new ProcessBuilder("sh", "-c", command.group())
                .redirectErrorStream(true)
                .start();
        String printed = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(call.waitFor()).as(printed).isZero();
        return printed;
    }
}
