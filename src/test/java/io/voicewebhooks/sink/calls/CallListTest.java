package io.voicewebhooks.sink.calls;

import static io.voicewebhooks.sink.calls.CallLogFixture.OURS;
import static io.voicewebhooks.sink.calls.CallLogFixture.sid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.sink.calls.CallLogFixture.Row;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The list of calls, of a log with 100,000: each filter gives what it says, and reads an index. */
@TestInstance(Lifecycle.PER_CLASS)
class CallListTest {
    static final int CALLS = 100_000;
    private static final CallFilter ALL = new CallFilter(
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            false,
            false,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            50);

    /** From one end of an index that holds only what is meant. */
    private static final String IN_ORDER = "SCAN call USING INDEX call_(started|voicemail|undelivered) ";

    private CallDatabase database;
    private CallQueries queries;

    @BeforeAll
    void fill(@TempDir Path dir) throws SQLException {
        database = new CallDatabase(new SqliteStore(dir.resolve("calls.db"), dir.resolve("natives")));
        CallLogFixture.fill(database.writer(), CALLS, CallLogFixture::row);
        queries = new CallQueries(database.reader());
    }

    @AfterAll
    void close() {
        database.close();
    }

    /** A filter, what it lets through, and the indexes that answer it. */
    record Case(String name, CallFilter filter, Predicate<Row> meant, List<String> indexes) {
        /** Of three pages. */
        List<String> expected() {
            return IntStream.range(0, CALLS)
                    .mapToObj(i -> CallLogFixture.row(CALLS - 1 - i))
                    .filter(row -> row.parentSid() == null)
                    .filter(meant)
                    .map(Row::callSid)
                    .limit(150)
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static CallFilter numbers(String... numbers) {
        return with(ALL, List.of(numbers), List.of(), List.of(), false, false);
    }

    private static CallFilter with(
            CallFilter filter,
            List<String> numbers,
            List<String> statuses,
            List<String> flows,
            boolean voicemail,
            boolean undelivered) {
        return new CallFilter(
                numbers,
                statuses,
                flows,
                filter.callSid(),
                voicemail,
                undelivered,
                List.of(),
                filter.since(),
                filter.until(),
                filter.after(),
                filter.limit());
    }

    private static Predicate<Row> number(String last) {
        return row -> row.caller().endsWith(last) || row.called().endsWith(last);
    }

    private static CallFilter between(int since, int until) {
        return new CallFilter(
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                false,
                List.of(),
                Optional.of(Instant.ofEpochSecond(since)),
                Optional.of(Instant.ofEpochSecond(until)),
                Optional.empty(),
                50);
    }

    static Stream<Arguments> cases() {
        List<String> byNumber = List.of("call_caller", "call_called");
        List<String> none = List.of();
        return Stream.of(
                        new Case("all", ALL, row -> true, List.of("call_started")),
                        new Case(
                                "between two times",
                                between(40_000, 40_020),
                                row -> row.started() >= 40_000 && row.started() <= 40_020,
                                List.of("call_started")),
                        new Case("a caller", numbers("+15550007919"), number("+15550007919"), byNumber),
                        new Case("a number of ours", numbers(OURS.get(0)), number(OURS.get(0)), byNumber),
                        new Case(
                                "two numbers",
                                numbers("+15550007919", OURS.get(1)),
                                number("+15550007919").or(number(OURS.get(1))),
                                byNumber),
                        new Case("last digits of few", numbers("0007919"), number("0007919"), List.of("call_caller")),
                        new Case("last digits of many", numbers("919"), number("919"), List.of("call_caller")),
                        new Case(
                                "last digits of ours",
                                numbers("15558675310"),
                                number("15558675310"),
                                List.of("call_called")),
                        new Case(
                                "a status",
                                with(ALL, none, List.of("busy"), none, false, false),
                                row -> row.status().equals("busy"),
                                List.of("call_status")),
                        new Case(
                                "statuses",
                                with(ALL, none, List.of("busy", "failed"), none, false, false),
                                row -> !row.status().equals("completed"),
                                List.of("call_status")),
                        new Case(
                                "a flow",
                                with(ALL, none, none, List.of("forward"), false, false),
                                row -> row.flow().equals("forward"),
                                List.of("call_flow")),
                        new Case(
                                "voicemail",
                                with(ALL, none, none, none, true, false),
                                row -> row.voicemailSeconds() != null,
                                List.of("call_voicemail")),
                        new Case(
                                "not delivered",
                                with(ALL, none, none, none, false, true),
                                row -> row.undelivered() > 0,
                                List.of("call_undelivered")),
                        new Case(
                                "a number and a status",
                                with(ALL, List.of(OURS.get(0)), List.of("failed"), none, false, false),
                                number(OURS.get(0)).and(row -> row.status().equals("failed")),
                                byNumber),
                        new Case(
                                "status, flow and voicemail",
                                with(ALL, none, List.of("failed"), List.of("forward", "menu"), true, false),
                                row -> row.status().equals("failed")
                                        && row.flow().equals("forward")
                                        && row.voicemailSeconds() != null,
                                List.of("call_status")),
                        new Case(
                                "everything",
                                with(ALL, List.of("310"), List.of("busy"), List.of("voicemail"), true, true),
                                row -> number("310").test(row)
                                        && row.status().equals("busy")
                                        && row.flow().equals("voicemail")
                                        && row.voicemailSeconds() != null
                                        && row.undelivered() > 0,
                                List.of("call_undelivered")),
                        new Case(
                                "not delivered of a number",
                                with(ALL, List.of("310", OURS.get(1)), none, none, false, true),
                                number("310").or(number(OURS.get(1))).and(row -> row.undelivered() > 0),
                                List.of("call_undelivered")),
                        new Case("a number that nobody has", numbers("+49301234567"), row -> false, byNumber),
                        new Case(
                                "digits that nobody has",
                                numbers("00000000000000"),
                                row -> false,
                                List.of("PRIMARY KEY")),
                        new Case(
                                "a flow that there is not",
                                with(ALL, none, none, List.of("nowhere"), false, false),
                                row -> false,
                                List.of("call_flow")))
                .map(Arguments::of);
    }

    private static List<String> sids(List<ObjectNode> calls) {
        return calls.stream().map(call -> call.path("callSid").asText()).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFilterGivesWhatItSaysTheNewestFirstInPages(Case filtered) throws SQLException {
        assertThat(threePages(queries, filtered.filter())).containsExactlyElementsOf(filtered.expected());
    }

    static List<String> threePages(CallQueries queries, CallFilter filter) throws SQLException {
        List<String> listed = new ArrayList<>();
        CallFilter rest = filter;
        for (int page = 0; page < 3; page++) {
            CallQueries.Page calls = queries.list(rest);
            listed.addAll(sids(calls.calls()));
            assertThat(calls.calls()).hasSizeLessThanOrEqualTo(50);
            if (calls.next().isEmpty()) {
                break;
            }
            rest = filter.page(50, calls.next());
        }
        return listed;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFilterReadsAnIndex(Case filtered) throws SQLException {
        CallFilter next = filtered.filter().page(50, Optional.of(new CallFilter.Place(60_000_000, 60_000)));
        for (CallFilter filter : List.of(filtered.filter(), next)) {
            List<String> plan = plan(filter);

            assertThat(plan)
                    .filteredOn(step -> step.matches("(SEARCH|SCAN) call\\b.*"))
                    .noneMatch(step -> step.startsWith("SCAN call ") && !step.matches(IN_ORDER), plan.toString())
                    .allMatch(step -> filtered.indexes().stream().anyMatch(step::contains), plan.toString());
            filtered.indexes().forEach(index -> assertThat(plan).anyMatch(step -> step.contains(index + " ")));
        }
    }

    private List<String> plan(CallFilter filter) {
        JdbcClient log = JdbcClient.create(database.reader());
        PageOfCalls page = new PageOfCalls(log, filter);
        return log.sql("explain query plan " + page.statement())
                .params(page.values())
                .query((step, number) -> step.getString("detail") + " ")
                .list();
    }

    @Test
    void aCallIsFoundByItsSidAndByThatOfItsLeg() throws SQLException {
        for (int number : List.of(3, 4)) {
            CallFilter filter = new CallFilter(
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.of(sid(number)),
                    false,
                    false,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    50);

            assertThat(sids(queries.list(filter).calls())).containsExactly(sid(3));
            assertThat(plan(filter)).noneMatch(step -> step.startsWith("SCAN call "));
        }
    }
}
