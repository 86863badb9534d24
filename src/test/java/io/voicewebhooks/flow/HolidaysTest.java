package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HolidaysTest {
    private static final String CALENDAR = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Example//Holidays//EN
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20261224
            DTEND;VALUE=DATE:20261227
            SUMMARY:Christmas\\, and the day after
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART;VALUE=DATE:20200101
            RRULE:FREQ=YEARLY
            SUMMARY:New Year
            END:VEVENT
            BEGIN:VEVENT
            UID:3
            DTSTART;VALUE=DATE:20201126
            RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH
            EXDATE;VALUE=DATE:20271125
            SUMMARY:Thanksgiving
            END:VEVENT
            BEGIN:VEVENT
            UID:4
            DTSTART;VALUE=DATE:20201230
            DURATION:P4D
            RRULE:FREQ=YEARLY;UNTIL=20281230
            SUMMARY:Works holiday
            END:VEVENT
            BEGIN:VEVENT
            UID:5
            DTSTART:20261123T120000Z
            DTEND:20261123T130000Z
            SUMMARY:Lunch
            END:VEVENT
            END:VCALENDAR
            """;

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "2026-12-24, Christmas Eve",
        "2027-12-24, ''",
        "2026-12-25, 'Christmas Day'",
        "2031-12-25, 'Christmas Day'",
        "2028-02-29, Leap day",
        "2026-11-23, "
    })
    void aDateWithAYearIsOneDayAndWithoutOneComesEveryYear(LocalDate day, String name) {
        Holidays holidays = new Holidays("2026-12-24 Christmas Eve, 12-24, 12-25  Christmas Day , 02-29 Leap day,", "");

        assertThat(holidays.on(day).orElse(null)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.12.", "2026-13-01", "2026-02-30", "02-30", "12-25Christmas", "1-1", "Christmas"})
    void aWrongDateIsNamedWithWhatIsAllowed(String entry) {
        assertThatThrownBy(() -> new Holidays("12-25, " + entry, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("call.holidays has the entry \"" + entry
                        + "\"; allowed: dates such as 2026-12-24 or 12-25, each with a name behind it or without,"
                        + " separated by commas");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-12-23 | ",
                "2026-12-24 | Christmas, and the day after",
                "2026-12-26 | Christmas, and the day after",
                "2026-12-27 | ",
                "2019-01-01 | ",
                "2099-01-01 | New Year",
                "2026-11-26 | Thanksgiving",
                "2027-11-25 | ",
                "2028-11-23 | Thanksgiving",
                "2027-12-29 | ",
                "2027-12-30 | Works holiday",
                "2028-01-02 | Works holiday",
                "2028-01-03 | ",
                "2029-12-30 | ",
                "2026-11-23 | "
            })
    void theWholeDaysOfACalendarCountWithTheirRepetitions(LocalDate day, String name) throws IOException {
        assertThat(ofCalendar(CALENDAR).on(day).orElse(null)).isEqualTo(name);
    }

    /** RFC 5545, sections 3.8.4.4 and 3.8.1.11. */
    @ParameterizedTest
    @CsvSource({
        "2026-05-04, May Day",
        "2027-05-04, ",
        "2027-05-10, May Day (moved)",
        "2028-05-04, ",
        "2029-05-04, May Day",
        "2026-06-01, "
    })
    void aRepetitionThatIsMovedAndWhatIsCancelledAreNoHolidays(LocalDate day, String name) throws IOException {
        String calendar = CALENDAR.replace("END:VCALENDAR\n", """
                BEGIN:VEVENT
                UID:6
                DTSTART;VALUE=DATE:20260504
                RRULE:FREQ=YEARLY
                SUMMARY:May Day
                END:VEVENT
                BEGIN:VEVENT
                UID:6
                RECURRENCE-ID;VALUE=DATE:20270504
                DTSTART;VALUE=DATE:20270510
                SUMMARY:May Day (moved)
                END:VEVENT
                BEGIN:VEVENT
                UID:6
                RECURRENCE-ID;VALUE=DATE:20280504
                DTSTART;VALUE=DATE:20280504
                STATUS:CANCELLED
                SUMMARY:May Day
                END:VEVENT
                BEGIN:VEVENT
                UID:7
                DTSTART;VALUE=DATE:20260601
                STATUS:CANCELLED
                SUMMARY:Company outing
                END:VEVENT
                END:VCALENDAR
                """);

        assertThat(ofCalendar(calendar).on(day).orElse(null)).isEqualTo(name);
    }

    /** There, midnights were skipped in summer: a day began at one o'clock. */
    @Test
    void theTimeZoneOfTheMachineDoesNotMoveADay() throws IOException {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/Sao_Paulo"));
        try {
            Holidays holidays = ofCalendar(CALENDAR.replace("20201126", "20171126")
                    .replace("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=4"));

            assertThat(holidays.on(LocalDate.of(2018, 11, 4))).contains("Thanksgiving");
            assertThat(holidays.on(LocalDate.of(2018, 11, 3))).isEmpty();
            assertThat(holidays.on(LocalDate.of(2026, 12, 24))).isPresent();
            assertThat(holidays.on(LocalDate.of(2026, 12, 27))).isEmpty();
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no calendar                            | holds no VCALENDAR",
                "BEGIN:VCALENDAR;END:VCALENDAR          | has no whole-day event",
                "BEGIN:VCALENDAR;BEGIN:VEVENT;SUMMARY:x;END:VEVENT;END:VCALENDAR | the event \"x\" has no DTSTART",
                "BEGIN:VCALENDAR;BEGIN:VEVENT;DTSTART:soon;END:VEVENT;END:VCALENDAR | DTSTART"
            })
    void aFileThatIsNoCalendarOfHolidaysIsNamed(String content, String problem) {
        assertThatThrownBy(() -> ofCalendar(content.replace(";", "\r\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("call.holidays-file = " + dir.resolve("holidays.ics"))
                .hasMessageContaining(problem)
                .hasMessageEndingWith("; allowed: an iCalendar file with whole-day events");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> new Holidays("", dir.resolve("none.ics").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("call.holidays-file = " + dir.resolve("none.ics") + " cannot be read");
    }

    private Holidays ofCalendar(String content) throws IOException {
        return new Holidays(
                "", Files.writeString(dir.resolve("holidays.ics"), content).toString());
    }
}
