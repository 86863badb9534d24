package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.testkit.Twilio;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log of 100,000 calls, and people who look for some of them by the form. */
class LongLogIT extends ConsoleScenario {
    private static final int CALLS = 100_000;
    private static final int PAGE = 50;
    /** Between two calls, the last of which was just now: 17 days. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private static final Instant NOW = Instant.now();

    @Override
    void prepare() {
        office.open();
        try (Connection log =
                CallDatabase.of(office.application().context()).writer().getConnection()) {
            fill(log);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of 10,000 calls 1,000 are busy and 1,000 not answered, 200 left a message, 100 met the menu, 1 is not delivered. */
    private static void fill(Connection log) throws SQLException {
        log.setAutoCommit(false);
        try (PreparedStatement insert = log.prepareStatement("""
                insert into call (call_sid, account_sid, direction, caller, called, caller_rev, called_rev, started, updated,
                ended, status, seq, duration, flow, outcome, voicemail_seconds, undelivered)
                values (?, ?, 'inbound', ?, ?, ?, ?, ?, ?, ?, ?, 3, 20, ?, ?, ?, ?)""")) {
            for (int i = 0; i < CALLS; i++) {
                long started = NOW.minus(PAUSE.multipliedBy(i)).toEpochMilli();
                boolean message = i % 50 == 0;
                Object[] row = {
                    sid(i),
                    Twilio.ACCOUNT,
                    number(i),
                    Office.NUMBER,
                    reversed(number(i)),
                    reversed(Office.NUMBER),
                    started,
                    started,
                    started,
                    i % 10 == 3 ? "no-answer" : i % 10 == 7 ? "busy" : "completed",
                    i % 100 == 0 ? "menu-choice" : "incoming-call",
                    message ? "voicemail" : "answered",
                    message ? 23 : null,
                    i % 10_000 == 5_000 ? 1 : 0
                };
                for (int column = 0; column < row.length; column++) {
                    insert.setObject(column + 1, row[column]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
            log.commit();
        }
    }

    private static String sid(int call) {
        return "CA%032x".formatted(call);
    }

    private static String number(int call) {
        return "+1555%07d".formatted(call);
    }

    private static String reversed(String number) {
        return new StringBuilder(number).reverse().toString();
    }

    @Test
    void theNewestComeFirstAndThereIsAWayToTheOlderAndBack() {
        browser.visit("/calls");
        found(0, 1);
        assertThat(callers()).hasSize(PAGE);

        browser.one("[rel=next]").click();
        found(PAGE);
        browser.one("[rel=next]").click();
        found(2 * PAGE);
        // the newest
        browser.one("p.pages a").click();
        found(0);
        nothingWasOdd();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "number, +15550012345, 12345",
        "number, 0012345, 12345",
        "number, '98765,+15550000004', 4 98765",
        "call-sid, CA0000000000000000000000000000d431, 54321",
        "flow, menu-choice, 0 100 200",
        "since, 1d, 0 1 2",
        "until, {until}, 240 241 242",
        "voicemail, true, 0 50 100",
        "undelivered, true, 5000 15000 25000"
    })
    void eachFilterFindsWhatItSays(String field, String value, String newest) {
        browser.visit("/calls");
        if (value.equals("true")) {
            browser.one("[name=" + field + "]").click();
        } else {
            browser.fill(
                    field,
                    value.replace(
                            "{until}",
                            NOW.minus(PAUSE.multipliedBy(240)).plusMillis(1).toString()));
        }
        browser.named("Find").click();

        found(Stream.of(newest.split(" ")).mapToInt(Integer::parseInt).toArray());
        assertThat(browser.path()).contains(field + "=");
        nothingWasOdd();
    }

    @Test
    void severalStatesAreChosenAtOnceTogetherWithOtherFilters() {
        browser.visit("/calls").fill("since", "30m");
        browser.one("[value=busy]").click();
        browser.one("[value=no-answer]").click();
        browser.named("Find").click();

        found(3, 7, 13);
        assertThat(callers()).allMatch(caller -> caller.matches(".*[37]"));
        assertThat(browser.all("[name=status]:checked")).hasSize(2);
        nothingWasOdd();
    }

    @Test
    void whereNothingMatchesOneFilterCanBeLeftOut() {
        browser.visit("/calls")
                .fill("number", number(12_345))
                .fill("flow", "menu-choice")
                .named("Find")
                .click();
        await().until(() -> browser.text().contains("No call matches"));
        assertThat(callers()).isEmpty();

        browser.one(".empty a[href*='number=']").click();
        found(12_345);
        nothingWasOdd();
    }

    @Test
    void aWrongFilterIsSaidInAsManyWords() {
        browser.visit("/calls").fill("since", "yesterday").named("Find").click();

        assertThat(browser.one("[role=alert]").getText()).contains("yesterday");
        assertThat(callers()).isEmpty();
    }

    /** These are the first ones, once the page is there. */
    private void found(int... calls) {
        List<String> expected = IntStream.of(calls).mapToObj(LongLogIT::number).toList();
        await().untilAsserted(() -> assertThat(callers()).startsWith(expected.toArray(String[]::new)));
    }

    private List<String> callers() {
        Object cells = browser.evaluate(
                "return [...document.querySelectorAll('tbody tr td:nth-child(2)')].map(cell => cell.innerText)");
        return ((List<?>) cells)
                .stream().map(cell -> cell.toString().replaceFirst(" →.*", "")).toList();
    }
}
