package io.voicewebhooks.sink.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.voicewebhooks.http.TimedHttpClient;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints that do not answer, or do not end; the application's own client, with less patience. */
@TestInstance(Lifecycle.PER_CLASS)
class EndpointPatienceTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final CountDownLatch end = new CountDownLatch(1);
    private final CloseableHttpClient client = TimedHttpClient.forEndpoints(Timeout.ofSeconds(2));
    private final HttpReceiver http = HttpReceiver.start();
    private Application application;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        application = Application.with(dir)
                .bean("timedHttpClient", client)
                .set(http.settings())
                .set("voice.retry.schedule", "200ms,1h")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        operator = Operator.of(application);
    }

    @BeforeEach
    void nothingWaits() {
        http.posts().clear();
        operator.types("dead-letters", "drop", "--all", "--reason", "of the test before");
    }

    @AfterAll
    void stop() throws IOException {
        end.countDown();
        application.close();
        http.close();
        client.close();
    }

    @Test
    void aDeliveryThatGetsNoAnswerIsTriedAgainAfterTheTimeOutWithTheSameId() {
        http.sends((exchange, status) -> waitFor(Duration.ofHours(1)));
        callEnds();

        // what is under way is listed as well
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        operator.json("/operations/deliveries").path("deliveries"))
                .anySatisfy(delivery -> {
                    assertThat(delivery.path("attempts").asInt()).isEqualTo(2);
                    assertThat(delivery.path("reason").asText()).startsWith("there was no answer in time");
                }));
        assertThat(http.posts()).hasSize(2);
        assertThat(http.posts().stream().map(post -> post.header("webhook-id")).distinct())
                .hasSize(1);

        http.sends((exchange, status) -> exchange.sendResponseHeaders(status, -1));
        operator.types("deliveries", "retry-now", "--all");
        awaitNothingQueued();
    }

    @ParameterizedTest
    @CsvSource({"65536, 0", "12, 50"})
    void anAnswerThatNeverEndsIsADeliveryAllTheSame(int bytes, int pauseMillis) {
        CountDownLatch closed = new CountDownLatch(1);
        http.answers(post -> 200).sends((exchange, status) -> {
            exchange.sendResponseHeaders(status, 0);
            sendUntilClosed(exchange, ": alive\n".repeat(bytes / 8), Duration.ofMillis(pauseMillis));
            closed.countDown();
        });
        callEnds();

        awaitNothingQueued();
        await().atMost(LIMIT).until(() -> closed.getCount() == 0);
        assertThat(http.posts()).hasSize(1).allMatch(ReceivedPost::verified);
        assertThat(application.deadLetters()).isEmpty();
    }

    @Test
    void anAnswerThatNeverEndsStillSaysThatTheEventWasRefused() {
        http.answers(post -> 422).sends((exchange, status) -> {
            exchange.sendResponseHeaders(status, 0);
            sendUntilClosed(exchange, "no ".repeat(10_000), Duration.ZERO);
        });
        callEnds();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.deadLetters())
                .containsExactly("the endpoint answered 422"));
        assertThat(http.posts()).hasSize(1);
    }

    private void callEnds() {
        assertThat(application
                        .twilio()
                        .post("/voice/status", Twilio.status(Twilio.callSid(), "completed"))
                        .statusCode())
                .isEqualTo(204);
    }

    private void awaitNothingQueued() {
        await().atMost(LIMIT).until(() -> !http.posts().isEmpty());
        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.depth("voice.sink.http"))
                .isZero());
    }

    private void sendUntilClosed(HttpExchange exchange, String content, Duration pause) {
        try {
            while (true) {
                exchange.getResponseBody().write(content.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                waitFor(pause);
            }
        } catch (IOException e) {
            // the client has had enough
        }
    }

    private void waitFor(Duration time) {
        try {
            end.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
