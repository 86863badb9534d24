package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessHoursTest {
    private static final String HOURS = "Mon-Fri 09:00-12:00, mon-fri 13:00-17:00, sat 10:00-24:00";

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T08:59:59Z, false",
        "2026-11-23T09:00:00Z, true",
        "2026-11-23T11:59:59Z, true",
        "2026-11-23T12:00:00Z, false",
        "2026-11-23T13:00:00Z, true",
        "2026-11-27T16:59:59Z, true",
        "2026-11-27T17:00:00Z, false",
        "2026-11-28T09:59:59Z, false",
        "2026-11-28T23:59:59Z, true",
        "2026-11-29T00:00:00Z, false",
        "2026-11-29T12:00:00Z, false"
    })
    void theBeginningCountsAndTheEndDoesNot(Instant now, boolean open) {
        assertThat(at(now, HOURS, "UTC").open()).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-28T07:59:59Z, false",
        "2026-03-28T08:00:00Z, true",
        "2026-03-29T06:59:59Z, false",
        "2026-03-29T07:00:00Z, true",
        "2026-10-24T07:00:00Z, true",
        "2026-10-25T07:59:59Z, false",
        "2026-10-25T08:00:00Z, true"
    })
    void nineIsNineBeforeAndAfterTheClocksChange(Instant now, boolean open) {
        assertThat(at(now, "mon-sun 09:00-17:00", "Europe/Berlin").open()).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-28T12:00:00Z, true", "2026-11-30T12:00:00Z, true", "2026-12-01T12:00:00Z, false"})
    void daysMayPassTheEndOfTheWeek(Instant now, boolean open) {
        assertThat(at(now, "sat-mon 09:00-17:00", "UTC").open()).isEqualTo(open);
    }

    @Test
    void theDayIsThatOfTheTimeZone() {
        assertThat(at(Instant.parse("2026-11-22T23:30:00Z"), "mon 00:00-01:00", "Europe/Berlin")
                        .open())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ","})
    void noHoursAreNever(String hours) {
        assertThat(at(Instant.parse("2026-11-23T12:00:00Z"), hours, "UTC").open())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fri 22:00-06:00",
                "mon 09:00-09:00",
                "mon 9:00-17:00",
                "mon 09:00-25:00",
                "mon 09:60-17:00",
                "mon 24:00-24:00",
                "mon",
                "mo 09:00-17:00",
                "xyz 09:00-17:00",
                "mon-xyz 09:00-17:00",
                "mon 09:00 - 17:00"
            })
    void aWrongEntryIsNamedWithWhatIsAllowed(String entry) {
        assertThatThrownBy(() -> at(Instant.EPOCH, "tue 09:00-17:00, " + entry, "UTC"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("call.hours has the entry \"" + entry
                        + "\"; allowed: entries such as mon-fri 09:00-17:00, separated by commas");
    }

    @Test
    void aWrongTimeZoneIsNamed() {
        assertThatThrownBy(() -> at(Instant.EPOCH, HOURS, "Berlin"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("call.time-zone = Berlin; allowed: a name such as Europe/Berlin");
    }

    @Test
    void withoutAnyKeyThereAreOfficeHoursAndNoHolidays() {
        BusinessHours hours = at(Instant.parse("2026-12-25T16:59:59Z"), Map.of());

        assertThat(hours.open()).isTrue();
        assertThat(hours.holiday()).isFalse();
        assertThat(hours.holidayName()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-24T22:59:59Z, true, ''",
        "2026-12-24T23:00:00Z, false, Christmas",
        "2026-12-25T22:59:59Z, false, Christmas",
        "2026-12-25T23:00:00Z, true, ''"
    })
    void aHolidayHasNoBusinessHoursFromMidnightToMidnightOfTheTimeZone(Instant now, boolean open, String name) {
        BusinessHours hours = at(
                now,
                Map.of(
                        "call.hours", "mon-sun 00:00-24:00",
                        "call.time-zone", "Europe/Berlin",
                        "call.holidays", "12-25 Christmas"));

        assertThat(hours.open()).isEqualTo(open);
        assertThat(hours.holiday()).isNotEqualTo(open);
        assertThat(hours.holidayName()).isEqualTo(name);
    }

    private static BusinessHours at(Instant now, String hours, String zone) {
        return at(now, Map.of("call.hours", hours, "call.time-zone", zone));
    }

    private static BusinessHours at(Instant now, Map<String, String> set) {
        return new BusinessHours(
                key -> set.getOrDefault(key.key(), key.defaultValue()), Clock.fixed(now, ZoneOffset.UTC));
    }
}
