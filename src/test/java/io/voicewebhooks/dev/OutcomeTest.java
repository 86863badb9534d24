package io.voicewebhooks.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.dev.standin.StandIns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dev --demo} says of what arrives, whoever sends it and for however long. */
class OutcomeTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private StandIns standIns;

    @BeforeEach
    void watch(@TempDir Path dir) throws IOException {
        standIns = StandIns.start(dir);
        new Outcome(standIns, new PrintStream(said, true)).watch();
    }

    @AfterEach
    void stop() {
        standIns.close();
    }

    private void send(HttpRequest.Builder request) throws Exception {
        assertThat(client.send(request.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    private HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(URI.create(standIns.settings().get(Key.HTTP_SINK_URL.key())))
                .POST(BodyPublishers.ofString(body));
    }

    @Test
    void whatIsNoEventIsSaidAndATerminalObeysNoneOfIt() throws Exception {
        send(post("no JSON"));
        await().until(() -> said.toString().contains("HTTP "));
        URI s3 = URI.create(standIns.settings().get(Key.S3_ENDPOINT.key()));
        send(HttpRequest.newBuilder(s3.resolve("/bucket/a%1B%5B2Jb")).PUT(BodyPublishers.ofString("")));

        await().until(() -> said.toString().contains("a?[2Jb"));
    }

    @Test
    void whatArrivesIsSaidAlsoOnceMoreHasComeThanIsKept() throws Exception {
        for (int i = 0; i <= 1_000; i++) {
            send(post("{\"type\":\"io.voicewebhooks.call.completed\"}").setHeader("webhook-id", "event-" + i));
        }

        await().untilAsserted(() -> assertThat(said.toString().lines())
                .hasSize(1_001)
                .last()
                .asString()
                .contains("event-1000"));
    }
}
