package io.voicewebhooks.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Twilio;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint that takes an event and never answers; the application's own client, with less patience. */
class HungEndpointTest {
    @TempDir
    Path dir;

    @Test
    void aDeliveryThatGetsNoAnswerIsTriedAgainAfterTheTimeOutWithTheSameId() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (CloseableHttpClient client = TimedHttpClient.make(Timeout.ofMilliseconds(500));
                HttpReceiver http = HttpReceiver.start().sends((exchange, status) -> waitFor(end));
                Application application = Application.with(dir)
                        .bean("timedHttpClient", client)
                        .set(http.settings())
                        .set("voice.retry.schedule", "200ms,1h")
                        .set("voice.management.token", Operator.TOKEN)
                        .start()) {
            Operator operator = Operator.of(application);
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));

            await().untilAsserted(() -> assertThat(operator.json("/operations/deliveries")
                            .at("/deliveries/0/attempts")
                            .asInt())
                    .isEqualTo(2));
            assertThat(operator.json("/operations/deliveries")
                            .at("/deliveries/0/lastError")
                            .asText())
                    .startsWith("there was no answer in time");
            assertThat(http.posts()).hasSize(2);
            assertThat(http.posts().get(1).header("webhook-id"))
                    .isEqualTo(http.posts().get(0).header("webhook-id"));
        } finally {
            end.countDown();
        }
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
