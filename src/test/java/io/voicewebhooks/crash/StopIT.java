package io.voicewebhooks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Load;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ManagementPort;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while webhooks come in and deliveries are under way. */
class StopIT {
    private static final int PER_SECOND = 200;
    private static final long SLOW_MILLIS = 200;
    /** Deliveries that are under way to one sink at once. */
    private static final int SINK_CONSUMERS = 4;

    /** What systemd and Kubernetes give it, by our files. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    /** Before a delivery that hangs is given up. */
    private static final Duration AT_ONCE = Duration.ofSeconds(15);

    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
    /** Of a JVM that SIGTERM ended. */
    private static final int TERMINATED = 143;

    @TempDir
    Path dir;

    @Test
    void aCleanStopTurnsReadinessDownAtOnceAndDeliversNothingTwice() throws Exception {
        stopCleanly(1);
    }

    @Test
    @Tag("full")
    void cleanStopsOneAfterTheOtherDeliverNothingTwice() throws Exception {
        stopCleanly(3);
    }

    private void stopCleanly(int rounds) throws Exception {
        CountDownLatch fast = new CountDownLatch(1);
        Instance instance = Instance.in(dir).set("voice.sink.file.enabled", "true");
        try (HttpReceiver http = HttpReceiver.start().answers(post -> after(fast, SLOW_MILLIS, 204));
                Load load = new Load(PER_SECOND, instance.url())) {
            instance.set(http.settings());
            for (int round = 0; round < rounds; round++) {
                int before = http.posts().size();
                try (JavaProcess application = instance.start()) {
                    load.on();
                    await().atMost(DRAIN_LIMIT).until(() -> http.posts().size() > before + 20);

                    Stop stop = Stop.of(application, instance.management());
                    load.off();

                    System.out.println(stop);
                    assertThat(stop.status).isEqualTo(TERMINATED);
                    assertThat(stop.time()).isLessThan(STOP_LIMIT);
                    assertThat(stop.wasToldToBeDown()).isTrue();
                    assertThat(application.output()).doesNotContain(" ERROR ");
                }
            }
            assertThat(load.answers().keySet()).isSubsetOf(204, 503);
            fast.countDown();
            try (JavaProcess application = instance.start()) {
                await().atMost(DRAIN_LIMIT)
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> assertThat(http.calls()).containsAll(load.acknowledged()));
                assertThat(application.output()).doesNotContain(" ERROR ");
            }
            System.out.printf(
                    "%d stops, %d webhooks acknowledged, answers %s, %d events delivered, %d of them repeated%n",
                    rounds,
                    load.acknowledged().size(),
                    load.answers(),
                    http.deliveries().size(),
                    http.repeated());
            assertThat(http.repeated()).isZero();
        }
    }

    @Test
    void aDeliveryThatHangsDoesNotHoldTheStopUpAndIsMadeAfterTheNextStart() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        // what the sink had got when the application gave up may come a second time
        Set<String> got = ConcurrentHashMap.newKeySet();
        Instance instance = Instance.in(dir);
        try (HttpReceiver http = HttpReceiver.start();
                Load load = new Load(PER_SECOND, instance.url())) {
            instance.set(http.settings());
            http.answers(post -> {
                got.add(post.id());
                return after(over, DRAIN_LIMIT.toMillis(), 204);
            });
            try (JavaProcess application = instance.start()) {
                load.on();
                await().atMost(DRAIN_LIMIT).until(() -> got.size() == SINK_CONSUMERS);

                Stop stop = Stop.of(application, instance.management());
                load.off();

                System.out.println(stop);

                assertThat(stop.status).isEqualTo(TERMINATED);
                assertThat(stop.time()).isLessThan(STOP_LIMIT);
                assertThat(stop.downAfter()).isLessThan(AT_ONCE);
            }
            over.countDown();
            http.answers(post -> 204);
            try (JavaProcess application = instance.start()) {
                await().atMost(DRAIN_LIMIT)
                        .pollInterval(Duration.ofSeconds(1))
                        .untilAsserted(() -> assertThat(http.calls()).containsAll(load.acknowledged()));
                assertThat(application.output()).doesNotContain(" ERROR ");
            }
            assertThat(http.deliveries().entrySet().stream()
                            .filter(event -> event.getValue() > 1)
                            .map(event -> event.getKey()))
                    .isSubsetOf(got);
        }
    }

    private static int after(CountDownLatch signal, long atMostMillis, int status) {
        try {
            signal.await(atMostMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return status;
    }

    /** A stop, as a balancer that asks for readiness sees it. */
    private static final class Stop {
        /** Readiness at a time after the signal; status 0: nobody answered. */
        private record Look(long millis, int status) {}

        private final List<Look> looks = new ArrayList<>();
        private long millis;
        private int status;

        static Stop of(JavaProcess application, ManagementPort management) {
            assertThat(readiness(management)).isEqualTo(200);
            Stop stop = new Stop();
            long begun = System.nanoTime();
            application.signal();
            while (application.isAlive()) {
                int ready = readiness(management);
                stop.looks.add(new Look((System.nanoTime() - begun) / 1_000_000, ready));
            }
            stop.millis = (System.nanoTime() - begun) / 1_000_000;
            stop.status = application.awaitExit();
            return stop;
        }

        private static int readiness(ManagementPort management) {
            try {
                return management.get("/observe/health/ready").statusCode();
            } catch (UncheckedIOException e) {
                return 0;
            }
        }

        Duration time() {
            return Duration.ofMillis(millis);
        }

        /** Whether readiness was down before nobody answered any more. */
        boolean wasToldToBeDown() {
            return looks.stream().anyMatch(look -> look.status() == 503);
        }

        /** When readiness was down for good. */
        Duration downAfter() {
            return Duration.ofMillis(looks.stream()
                    .filter(look -> look.status() == 200)
                    .mapToLong(Look::millis)
                    .max()
                    .orElse(0));
        }

        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder("stopped in " + millis + " ms with status " + status + "; readiness");
            int before = -1;
            for (Look look : looks) {
                if (look.status() != before) {
                    text.append(", from ").append(look.millis()).append(" ms ").append(look.status());
                    before = look.status();
                }
            }
            return text.toString();
        }
    }
}
