package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.BrokerProcess;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estate's broker is killed while webhooks come in. */
class BrokerKillIT {
    private static final int CLIENTS = 4;
    private static final long QUICKLY_MILLIS = 6_000;

    @TempDir
    Path dir;

    private final int port = Application.freePort();

    private JavaProcess broker() {
        JavaProcess broker = JavaProcess.start(
                dir,
                BrokerProcess.class,
                Map.of(
                        "broker.directory", dir.resolve("broker").toString(),
                        "broker.port", String.valueOf(port)));
        broker.awaitOutput("the broker runs", Duration.ofSeconds(30));
        return broker;
    }

    @Test
    void whatWasAcknowledgedBeforeAndAfterAKillOfTheBrokerIsDelivered() throws Exception {
        List<String> acknowledged = new CopyOnWriteArrayList<>();
        AtomicLong slowest = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        JavaProcess broker = broker();
        try (HttpReceiver http = HttpReceiver.start();
                Application application = Application.with(dir.resolve("data"))
                        .set(http.settings())
                        .set("voice.broker.url", Broker.url(port))
                        .set("voice.broker.username", Broker.USER)
                        .set("voice.broker.password", Broker.PASSWORD)
                        .start()) {
            Runnable client = () -> {
                Twilio twilio = application.twilio();
                while (!over.get()) {
                    String call = Twilio.callSid();
                    long before = System.nanoTime();
                    int status = twilio.post("/voice/status", Twilio.status(call, "completed"))
                            .statusCode();
                    slowest.accumulateAndGet((System.nanoTime() - before) / 1_000_000, Math::max);
                    if (status == 204) {
                        acknowledged.add(call);
                    } else {
                        refused.incrementAndGet();
                        assertThat(status).isEqualTo(503);
                    }
                }
            };
            List<? extends Future<?>> running = java.util.stream.IntStream.range(0, CLIENTS)
                    .mapToObj(i -> clients.submit(client))
                    .toList();
            for (int kill = 0; kill < 2; kill++) {
                int before = acknowledged.size();
                await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > before + 200);
                broker.kill();
                long soFar = refused.get();
                await().until(() -> refused.get() > soFar + 10);
                assertThat(application
                                .twilio()
                                .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                                .body())
                        .contains("<Record ");
                broker = broker();
            }
            int before = acknowledged.size();
            await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > before + 200);
            over.set(true);
            for (Future<?> one : running) {
                one.get();
            }
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        String all = String.join(
                                "\n",
                                http.posts().stream()
                                        .map(HttpReceiver.Post::body)
                                        .toList());
                        assertThat(acknowledged).allMatch(all::contains);
                    });
            assertThat(slowest.get()).isLessThan(QUICKLY_MILLIS);
        } finally {
            over.set(true);
            clients.shutdownNow();
            broker.close();
        }
    }

    @Test
    void aBrokerThatHangsHoldsUpNobodyForLongAndNothingIsLostWhenItGoesOn() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        try (JavaProcess broker = broker();
                HttpReceiver http = HttpReceiver.start();
                Application application = Application.with(dir.resolve("data"))
                        .set(http.settings())
                        .set("voice.broker.url", Broker.url(port))
                        .set("voice.broker.username", Broker.USER)
                        .set("voice.broker.password", Broker.PASSWORD)
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
            for (int i = 0; i < 20; i++) {
                long before = System.nanoTime();
                assertThat(twilio.post("/voice/status", Twilio.status(Twilio.callSid(), "completed"))
                                .statusCode())
                        .isEqualTo(503);
                assertThat(twilio.post("/voice/incoming", Twilio.call(Twilio.callSid()))
                                .body())
                        .contains("<Record ");
                assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(i < 2 ? QUICKLY_MILLIS : 1_000);
            }
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(503);

            signal("CONT", broker);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                String call = Twilio.callSid();
                boolean stored = twilio.post("/voice/status", Twilio.status(call, "completed"))
                                .statusCode()
                        == 204;
                if (stored) {
                    acknowledged.add(call);
                }
                return stored;
            });
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                String all = String.join(
                        "\n", http.posts().stream().map(HttpReceiver.Post::body).toList());
                assertThat(acknowledged).allMatch(all::contains);
            });
        }
    }

    private static void signal(String name, JavaProcess process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
