package io.voicewebhooks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.BrokerProcess;
import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Load;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estate's broker is killed, or hangs, while webhooks come in. */
class BrokerKillIT {
    private static final int PER_SECOND = 300;
    private static final int KILLS = 5;
    /** Twilio waits 15 s for an answer. */
    private static final Duration BEFORE_TWILIO_GIVES_UP = Duration.ofSeconds(15);

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private final int port = Application.freePort();

    @Test
    @Tag("full")
    void everyAcknowledgedEventIsDeliveredAlthoughTheBrokerIsKilledAgainAndAgain() throws Exception {
        Random random = new Random();
        Instance instance = Instance.in(dir.resolve("instance")).set(Broker.settings(port));
        JavaProcess broker = BrokerProcess.start(dir, port);
        try (HttpReceiver http = HttpReceiver.start();
                Load load = new Load(PER_SECOND, instance.url());
                JavaProcess application = instance.set(http.settings()).start()) {
            load.on();
            for (int kill = 0; kill < KILLS; kill++) {
                awaitAnswers(load, 204, 200 + random.nextInt(500));
                broker.kill();
                awaitAnswers(load, 503, 10 + random.nextInt(300));
                assertThat(new Twilio(instance.url(), Twilio.PUBLIC_URL, Twilio.TOKEN)
                                .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                                .body())
                        .contains("<Record ");
                broker = BrokerProcess.start(dir, port);
            }
            awaitAnswers(load, 204, 200);
            load.off();
            Set<String> acknowledged = load.acknowledged();
            await().atMost(DRAIN_LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(http.calls())
                    .containsAll(acknowledged));
            System.out.printf(
                    "%d kills of the broker, webhooks sent %d, answers %s, the slowest after %d ms;"
                            + " %d events delivered, %d deliveries repeated an id%n",
                    KILLS,
                    load.sent(),
                    load.answers(),
                    load.slowest().toMillis(),
                    http.deliveries().size(),
                    http.repeated());
            await().untilAsserted(() -> assertThat(http.deliveries()).hasSameSizeAs(http.calls()));
            assertThat(load.answers().keySet()).isSubsetOf(204, 503);
            assertThat(load.slowest()).isLessThan(BEFORE_TWILIO_GIVES_UP);
            assertThat(application.isAlive()).isTrue();
        } finally {
            broker.close();
        }
    }

    /** Waits until so many more webhooks were answered with a status. */
    private static void awaitAnswers(Load load, int status, int more) {
        long before = load.answers().getOrDefault(status, 0L);
        await().atMost(LIMIT).until(() -> load.answers().getOrDefault(status, 0L) >= before + more);
    }

    @Test
    void aBrokerThatHangsHoldsUpNobodyForLongAndNothingIsLostWhenItGoesOn() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        try (JavaProcess broker = BrokerProcess.start(dir, port);
                HttpReceiver http = HttpReceiver.start();
                Application application = Application.with(dir.resolve("data"))
                        .set(http.settings())
                        .set(Broker.settings(port))
                        // shorter than it takes to notice
                        .set("voice.incoming.deadline", "2s")
                        .start()) {
            Twilio twilio = application.twilio();
            for (int i = 0; i < 20; i++) {
                String call = Twilio.callSid();
                assertThat(twilio.post("/voice/status", Twilio.status(call, "completed"))
                                .statusCode())
                        .isEqualTo(204);
                acknowledged.add(call);
            }
            signal("STOP", broker);
            // before anybody knows that it hangs
            assertThat(twilio.post(
                                    "/voice/forward-result",
                                    Twilio.with(Twilio.call(Twilio.callSid()), "DialCallStatus", "busy"))
                            .body())
                    .contains("<Record ");
            long noticed = 0;
            for (int i = 0; i < 20; i++) {
                long before = System.nanoTime();
                assertThat(twilio.post("/voice/status", Twilio.status(Twilio.callSid(), "completed"))
                                .statusCode())
                        .isEqualTo(503);
                assertThat(twilio.post("/voice/incoming", Twilio.call(Twilio.callSid()))
                                .body())
                        .contains("<Record ");
                Duration taken = Duration.ofNanos(System.nanoTime() - before);
                assertThat(taken).isLessThan(BEFORE_TWILIO_GIVES_UP);
                noticed += i < 2 ? 0 : taken.toMillis();
            }
            // each would wait for seconds if it asked the broker
            assertThat(Duration.ofMillis(noticed)).isLessThan(Duration.ofSeconds(18));
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(503);

            signal("CONT", broker);
            await().atMost(LIMIT).until(() -> {
                String call = Twilio.callSid();
                boolean stored = twilio.post("/voice/status", Twilio.status(call, "completed"))
                                .statusCode()
                        == 204;
                if (stored) {
                    acknowledged.add(call);
                }
                return stored;
            });
            await().atMost(DRAIN_LIMIT)
                    .untilAsserted(() -> assertThat(http.calls()).containsAll(acknowledged));
        }
    }

    private static void signal(String name, JavaProcess process) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }
}
