package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.Load;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker of the estate that gives our user no figures. */
class RefusedFiguresTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private final int port = Application.freePort();

    private Application start(Broker broker, HttpReceiver http) {
        broker.refuseFigures();
        return Application.with(dir.resolve("data"))
                .set(Broker.settings(port))
                .set(http.settings())
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.retry.schedule", "1h")
                .start();
    }

    @Test
    void itIsSaidOnceAndNoFigureIsShown() throws Exception {
        try (HttpReceiver http = HttpReceiver.start();
                LogLines log = LogLines.record();
                Broker broker = Broker.start(dir.resolve("broker"), port);
                Application application = start(broker, http)) {
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.completed"));

            assertThat(application.management("/observe/metrics").body())
                    .contains("voice_deliveries_total")
                    .doesNotContain("voice_queue_");
            Operator operator = Operator.of(application);
            assertThat(operator.types("sinks", "list").out()).containsPattern("http +active +- +-");
            assertThat(operator.types("deliveries", "list").err()).contains("the broker refuses its figures");
            assertThat(operator.types("dead-letters", "list").status()).isZero();
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(200);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("the broker refuses its figures") && line.startsWith("WARN"))
                    .hasSize(1);
        }
    }

    @Test
    void aSinkWithAThousandWaitingRetriesIsPausedAllTheSame() throws Exception {
        try (HttpReceiver http = HttpReceiver.start().answers(post -> 409);
                Broker broker = Broker.start(dir.resolve("broker"), port);
                Application application = start(broker, http);
                Load load = new Load(1_000, application.url())) {
            load.on();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(application.meter("voice_sink_paused{sink=\"http\"}"))
                    .isEqualTo(1));
            assertThat(application.management("/observe/health").body()).contains("1000 retries are waiting");
            assertThat(http.posts().size()).isBetween(1_000, 1_100);
        }
    }
}
