package io.voicewebhooks.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.BrokerProcess;
import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Load;
import io.voicewebhooks.support.ReverseProxy;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances on one broker are replaced one after the other, while webhooks come through the proxy in front of them. */
@Tag("full")
class RollingChangeIT {
    private static final int PER_SECOND = 100;
    private static final int TERMINATED = 143;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"nginx.conf", "haproxy.cfg"})
    void nothingIsRefusedAndNothingLost(String file) throws Exception {
        int brokerPort = Application.freePort();
        int port = Application.freePort();
        Instance one = Instance.in(dir.resolve("one")).set(Broker.settings(brokerPort));
        Instance two = Instance.in(dir.resolve("two")).set(Broker.settings(brokerPort));
        try (HttpReceiver sink = HttpReceiver.start();
                JavaProcess broker = BrokerProcess.start(dir, brokerPort);
                JavaProcess firstOfOne = one.set(sink.settings()).start();
                JavaProcess firstOfTwo = two.set(sink.settings()).start();
                ReverseProxy proxy = ReverseProxy.start(file, dir, port, changes(file, port, one, two));
                Load load = new Load(PER_SECOND, "http://" + proxy.address())) {
            load.on();
            awaitAnswers(load);
            assertThat(firstOfOne.terminate()).isEqualTo(TERMINATED);
            awaitAnswers(load);
            try (JavaProcess secondOfOne = one.start()) {
                awaitAnswers(load);
                assertThat(firstOfTwo.terminate()).isEqualTo(TERMINATED);
                awaitAnswers(load);
                try (JavaProcess secondOfTwo = two.start()) {
                    awaitAnswers(load);
                    load.off();
                    // the last answers are under way
                    await().atMost(LIMIT).untilAsserted(() -> assertThat(
                                    (long) load.acknowledged().size())
                            .as(load.answers().toString())
                            .isEqualTo(load.sent()));
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(sink.calls()).containsAll(load.acknowledged()));
                    assertThat(secondOfTwo.output()).doesNotContain(" ERROR ");
                }
                assertThat(secondOfOne.output()).doesNotContain(" ERROR ");
            }
            System.out.printf(
                    "rolling change behind %s: webhooks sent %d, answers %s, slowest %d ms; %d events delivered%n",
                    file,
                    load.sent(),
                    load.answers(),
                    load.slowest().toMillis(),
                    sink.deliveries().size());
            assertThat(load.answers()).containsOnlyKeys(204);
            await().untilAsserted(() -> assertThat(sink.deliveries()).hasSameSizeAs(sink.calls()));
            assertThat(broker.isAlive()).isTrue();
        }
    }

    /** Until so many more were answered that each instance that takes any has taken some. */
    private static void awaitAnswers(Load load) {
        long before = load.acknowledged().size();
        await().atMost(LIMIT).until(() -> load.acknowledged().size() >= before + 3 * PER_SECOND);
    }

    private static Map<String, String> changes(String file, int port, Instance one, Instance two) {
        Map<String, String> changes = new HashMap<>();
        changes.put("127.0.0.1:8080", address(one.url()));
        changes.put("10.0.0.2:8080", address(two.url()));
        if (file.equals("nginx.conf")) {
            changes.put("#server", "server");
            changes.put("listen 443 ssl http2", "listen 127.0.0.1:" + port);
            changes.put("    ssl_certificate", "    #ssl_certificate");
        } else {
            changes.put("#server voice2", "server voice2");
            changes.put(
                    "bind :443 ssl crt /etc/haproxy/voice.example.com.pem alpn h2,http/1.1", "bind 127.0.0.1:" + port);
            // on one machine each has a management port of its own
            changes.put("check port 9876", "check");
            changes.put("127.0.0.1:8080", address(one.url()) + " port " + managementPort(one));
            changes.put("10.0.0.2:8080", address(two.url()) + " port " + managementPort(two));
        }
        return changes;
    }

    private static int managementPort(Instance instance) {
        return URI.create(instance.management().url()).getPort();
    }

    private static String address(String url) {
        return url.replace("http://", "");
    }
}
