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
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one broker of the estate; one of them is killed again and again while webhooks go to both. */
class TwoInstancesIT {
    private static final int PER_SECOND = 300;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** The slower the machine, the more has come in until then. */
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(6);

    @TempDir
    Path dir;

    @Test
    void bothShareTheWorkAndTheOtherOneGoesOnWithoutLossWhenOneIsKilled() {
        loseNothing(1);
    }

    @Test
    @Tag("full")
    void bothShareTheWorkAndTheOtherOneGoesOnWithoutLossWhenOneIsKilledAgainAndAgain() {
        loseNothing(5);
    }

    private void loseNothing(int kills) {
        int port = Application.freePort();
        Instance staying = Instance.in(dir.resolve("staying")).set(Broker.settings(port));
        Instance killed = Instance.in(dir.resolve("killed")).set(Broker.settings(port));
        // a sink of its own for each, which shows who delivered what
        try (HttpReceiver toStaying = HttpReceiver.start();
                HttpReceiver toKilled = HttpReceiver.start();
                JavaProcess broker = BrokerProcess.start(dir, port);
                JavaProcess first = staying.set(toStaying.settings()).start();
                Load load = new Load(PER_SECOND, staying.url(), killed.url())) {
            killed.set(toKilled.settings());
            load.on();
            for (int kill = 0; kill < kills; kill++) {
                try (JavaProcess second = killed.start()) {
                    awaitDeliveries(toKilled, 100);
                    second.kill();
                }
                awaitDeliveries(toStaying, 100);
            }
            try (JavaProcess second = killed.start()) {
                awaitDeliveries(toKilled, 100);
                load.off();
                Set<String> acknowledged = load.acknowledged();
                await().atMost(DRAIN_LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(
                                union(toStaying.calls(), toKilled.calls()))
                        .containsAll(acknowledged));
                assertThat(second.output()).doesNotContain(" ERROR ");
            }
            // a repeated delivery is the same event: as many ids as calls
            await().untilAsserted(() ->
                    assertThat(times(toStaying, toKilled)).hasSameSizeAs(union(toStaying.calls(), toKilled.calls())));
            Map<String, Long> times = times(toStaying, toKilled);
            System.out.printf(
                    "%d kills of one of two instances, webhooks sent %d, answers %s; %d events delivered, %d deliveries by"
                            + " the one that stayed and %d by the other, %d repeated an id%n",
                    kills,
                    load.sent(),
                    load.answers(),
                    times.size(),
                    toStaying.posts().size(),
                    toKilled.posts().size(),
                    times.values().stream().mapToLong(number -> number - 1).sum());
            assertThat(load.answers().keySet()).isSubsetOf(204, 503);
            assertThat(first.output()).doesNotContain(" ERROR ");
            assertThat(broker.isAlive()).isTrue();
        }
    }

    private static void awaitDeliveries(HttpReceiver sink, int more) {
        int before = sink.posts().size();
        await().atMost(LIMIT).until(() -> sink.posts().size() >= before + more);
    }

    /** How often each event was delivered. */
    private static Map<String, Long> times(HttpReceiver some, HttpReceiver others) {
        Map<String, Long> times = new HashMap<>(some.deliveries());
        others.deliveries().forEach((id, number) -> times.merge(id, number, Long::sum));
        return times;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
