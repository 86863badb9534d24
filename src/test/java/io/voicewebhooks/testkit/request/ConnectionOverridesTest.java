package io.voicewebhooks.testkit.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.request.ConnectionOverrides.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionOverridesTest {
    @Test
    void withoutAFragmentThereIsOneRetryAfterAFailedConnection() {
        ConnectionOverrides overrides = ConnectionOverrides.of(null);

        assertThat(overrides.retries()).isEqualTo(1);
        assertThat(overrides.retriesAfter(Kind.CONNECT)).isTrue();
        assertThat(overrides.retriesAfter(Kind.READ)).isFalse();
        assertThat(overrides.retriesAfter(Kind.SERVER_ERROR)).isFalse();
        assertThat(overrides.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(overrides.readTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(overrides.totalTime()).isEqualTo(Duration.ofSeconds(15));
        assertThat(overrides.problems()).isEmpty();
    }

    @Test
    void aPolicyThatIsNamedReplacesTheStandardOne() {
        ConnectionOverrides overrides = ConnectionOverrides.of("rc=5&rp=5xx,rt");

        assertThat(overrides.retries()).isEqualTo(5);
        assertThat(overrides.retriesAfter(Kind.SERVER_ERROR)).isTrue();
        assertThat(overrides.retriesAfter(Kind.READ)).isTrue();
        assertThat(overrides.retriesAfter(Kind.CLIENT_ERROR)).isFalse();
        assertThat(overrides.retriesAfter(Kind.CONNECT)).isFalse();
    }

    @Test
    void allMeansEveryFailureThatAPolicyCanName() {
        assertThat(Kind.values())
                .allMatch(kind -> ConnectionOverrides.of("rp=all").retriesAfter(kind));
    }

    @Test
    void timeLimitsAreMilliseconds() {
        ConnectionOverrides overrides = ConnectionOverrides.of("ct=100&rt=1500&tt=9000");

        assertThat(overrides.connectTimeout()).isEqualTo(Duration.ofMillis(100));
        assertThat(overrides.readTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(overrides.totalTime()).isEqualTo(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rc=6", "rc=x", "ct=99", "rt=15001", "tt=0", "rp=6xx", "rp="})
    void aValueThatTwilioDoesNotTakeIsNamedAndTheStandardHolds(String fragment) {
        ConnectionOverrides overrides = ConnectionOverrides.of(fragment);

        assertThat(overrides.problems()).singleElement().asString().contains(fragment, "allowed");
        ConnectionOverrides standard = ConnectionOverrides.of("");
        assertThat(overrides.retries()).isEqualTo(standard.retries());
        assertThat(overrides.policy()).isEqualTo(standard.policy());
        assertThat(overrides.totalTime()).isEqualTo(standard.totalTime());
    }
}
