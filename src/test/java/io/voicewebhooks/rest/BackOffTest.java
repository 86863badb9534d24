package io.voicewebhooks.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0, 90",
        "1, 0.5, 100",
        "1, 1, 110",
        "2, 0.5, 200",
        "3, 0.5, 400",
        "4, 0.5, 800",
        "4, 1, 880",
    })
    void eachWaitIsTwiceTheLastTenPercentMoreOrLess(int tries, double chance, long millis) {
        assertThat(BackOff.after(tries, null, chance)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 2000", "2, 1, 2200", "0, 0.5, 100", "-1, 0.5, 100", "later, 0.5, 100", "100000, 1, 30000"})
    void itIsAsLongAsTwilioAsksAndNotMoreThanHalfAMinute(String retryAfter, double chance, long millis) {
        assertThat(BackOff.after(1, retryAfter, chance)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void aDateIsAskedForToo() {
        String inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(3600).atOffset(ZoneOffset.UTC));
        String anHourAgo = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().minusSeconds(3600).atOffset(ZoneOffset.UTC));

        assertThat(BackOff.after(1, inAnHour, 0.5)).isEqualTo(Duration.ofSeconds(30));
        assertThat(BackOff.after(1, anHourAgo, 0.5)).isEqualTo(Duration.ofMillis(100));
    }
}
