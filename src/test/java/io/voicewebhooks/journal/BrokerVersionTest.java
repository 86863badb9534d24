package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.BrokerProcess;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.testkit.Application;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker of the estate with published holes is said when we connect. */
class BrokerVersionTest {
    @ParameterizedTest
    @ValueSource(strings = {"1.5.0", "2.9.0", "2.44.0", "2.56.0", "2.33.0.redhat-00010", "2.57.0-SNAPSHOT"})
    void anEarlierOneIsAProblem(String version) {
        assertThat(EstateWatch.isTooOld(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.57.0", "2.57.1", "2.100.0", "3.0.0", "", "null", "unknown"})
    void aLaterOneIsNone(String version) {
        assertThat(EstateWatch.isTooOld(version)).isFalse();
    }

    @Test
    void anOldBrokerIsOneWarning(@TempDir Path dir) throws Exception {
        int port = Application.freePort();
        try (LogLines log = LogLines.record();
                JavaProcess broker = BrokerProcess.startAs("2.44.0", dir, port);
                Application application = Application.with(dir.resolve("data"))
                        .set(Broker.settings(port))
                        .start()) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(log.lines())
                    .filteredOn(line -> line.equals(
                            "WARN the broker is Artemis 2.44.0, at which somebody without a password can take over a"
                                    + " session; it should be 2.57.0 or later"))
                    .hasSize(1));
            assertThat(broker.isAlive()).isTrue();
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(200);
        }
    }
}
