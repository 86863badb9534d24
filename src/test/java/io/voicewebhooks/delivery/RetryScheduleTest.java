package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    private static final List<Duration> WAITS = List.of(Duration.ofSeconds(5), Duration.ofMinutes(2));

    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT2M"})
    void eachFailureHasItsWait(int failures, Duration wait) {
        assertThat(new RetrySchedule(WAITS, () -> 0).waitAfter(failures)).contains(wait);
    }

    @Test
    void afterTheLastWaitThereIsNoFurtherTry() {
        assertThat(new RetrySchedule(WAITS, () -> 0).waitAfter(3)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, PT6S", "2, PT2M24S"})
    void chanceAddsAFifthAtMost(int failures, Duration longest) {
        assertThat(new RetrySchedule(WAITS, () -> Math.nextDown(1.0)).waitAfter(failures))
                .contains(longest);
    }

    @Test
    void chanceSpreadsTheTries() {
        Set<Duration> waits = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            double random = i / 100.0;
            waits.add(new RetrySchedule(WAITS, () -> random).waitAfter(2).orElseThrow());
        }

        assertThat(waits).hasSizeBetween(5, 10).allMatch(wait -> wait.compareTo(WAITS.get(1)) >= 0);
    }
}
