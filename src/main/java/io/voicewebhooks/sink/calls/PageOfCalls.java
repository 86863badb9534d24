package io.voicewebhooks.sink.calls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The statement for a page of calls, the newest first. It reads an index for each value of one filter, the one that is
 * likely to let the fewest calls through, and no further than the page needs: an {@code or}, or an {@code in}, would read
 * all calls that match and sort them. The other filters are asked of these calls.
 */
final class PageOfCalls {
    private static final String WAITS = """
            (started >= %s and exists (
              select 1 from call part join event e on e.call = part.id
              where (part.id = call.id or part.parent_sid = call.call_sid) and ',' || e.sinks || ',' like %s
                and not exists (select 1 from delivery d where d.event = e.id and d.sink = %s)))""";

    /** The reversed numbers that begin with some digits, a step in the index for each. */
    private static final String NUMBERS = """
            with recursive n(r) as (
              select min(C) from call where parent_sid is null and C >= :from and C < :to
              union all
              select (select min(C) from call where parent_sid is null and C < :to and C > n.r) from n where n.r is not null
            )
            select r from n where r is not null limit :most""";

    /** Numbers with the same last digits that are looked up one by one. More of them are rarely ours, and have few calls. */
    private static final int MOST_NUMBERS = 20;

    private static final List<String> COLUMNS = List.of("caller_rev", "called_rev");

    private final JdbcClient log;
    private final CallFilter filter;
    private final Map<String, Object> values = new HashMap<>();

    PageOfCalls(JdbcClient log, CallFilter filter) {
        this.log = log;
        this.filter = filter;
    }

    /** With one call more than the page has, if there is one; its values are {@link #values}. */
    String statement() {
        String limit = " desc, id desc limit " + value(filter.limit() + 1);
        String rest = " and " + String.join(" and ", conditions()) + " order by started" + limit;
        return parts().map(part -> "select * from (" + Sql.of("list") + part + rest + ") part")
                .collect(Collectors.joining(" union ", "select * from (", ") calls order by \"started:time\"" + limit));
    }

    Map<String, Object> values() {
        return values;
    }

    /** The name by which a statement has a value. */
    private String value(Object value) {
        String name = "v" + values.size();
        values.put(name, value);
        return ":" + name;
    }

    private Stream<String> parts() {
        if (filter.callSid().isPresent()) {
            String is = "call_sid = " + value(filter.callSid().get());
            return Stream.of(is, "call_sid = (select leg.parent_sid from call leg where leg." + is + ")");
        }
        if (filter.undelivered()) {
            return Stream.concat(
                    Stream.of("undelivered > 0"), filter.waiting().stream().map(this::waits));
        }
        if (!filter.numbers().isEmpty()) {
            List<String> parts = COLUMNS.stream()
                    .flatMap(column -> filter.numbers().stream().flatMap(number -> ofNumber(column, number)))
                    .toList();
            // nobody has such a number
            return parts.isEmpty() ? Stream.of("id = 0") : parts.stream();
        }
        if (!filter.statuses().isEmpty()) {
            return filter.statuses().stream().map(status -> "status = " + value(status));
        }
        if (!filter.flows().isEmpty()) {
            return filter.flows().stream().map(flow -> "flow = " + value(flow));
        }
        return Stream.of(filter.voicemail() ? "voicemail_seconds is not null" : "1 = 1");
    }

    private Stream<String> ofNumber(String column, String number) {
        if (isWhole(number)) {
            return Stream.of(is(column, number));
        }
        List<String> found = log.sql(NUMBERS.replace("C", column))
                .param("from", first(number))
                .param("to", behind(number))
                .param("most", MOST_NUMBERS + 1)
                .query(String.class)
                .list();
        return found.size() > MOST_NUMBERS
                ? Stream.of(is(column, number))
                : found.stream().map(each -> column + " = " + value(each));
    }

    private static boolean isWhole(String number) {
        return !number.matches("\\d+");
    }

    /** A whole number, or of digits alone, the end of one: the beginning of the reversed. */
    private String is(String reversed, String number) {
        return isWhole(number)
                ? reversed + " = " + value(first(number))
                : "%s >= %s and %1$s < %s and %1$s like %s"
                        .formatted(reversed, value(first(number)), value(behind(number)), value(first(number) + "%"));
    }

    private static String first(String number) {
        return new StringBuilder(number).reverse().toString();
    }

    /** What is behind all that begin with the same digits, in any collation: PostgreSQL may have a colon before digits. */
    private static String behind(String number) {
        char last = number.charAt(0);
        return first(number.substring(1)) + (last == '9' ? 'a' : (char) (last + 1));
    }

    /** Has an event for a sink whose queue has some, and of which no try is known. */
    private String waits(CallFilter.Waiting sink) {
        return WAITS.formatted(value(sink.since()), value("%," + sink.sink() + ",%"), value(sink.sink()));
    }

    /** What all filters ask, in a way that no other index can answer. */
    private List<String> conditions() {
        List<String> all = new ArrayList<>(List.of("parent_sid is null"));
        if (!filter.numbers().isEmpty()) {
            all.add(COLUMNS.stream()
                    .flatMap(column -> filter.numbers().stream().map(number -> is(column + " || ''", number)))
                    .collect(Collectors.joining(" or ", "(", ")")));
        }
        if (!filter.statuses().isEmpty()) {
            all.add("status || '' in (" + value(filter.statuses()) + ")");
        }
        if (!filter.flows().isEmpty()) {
            all.add("flow || '' in (" + value(filter.flows()) + ")");
        }
        if (filter.voicemail()) {
            all.add("voicemail_seconds + 0 >= 0");
        }
        if (filter.undelivered()) {
            all.add(Stream.concat(
                            Stream.of("undelivered + 0 > 0"),
                            filter.waiting().stream().map(this::waits))
                    .collect(Collectors.joining(" or ", "(", ")")));
        }
        filter.since().ifPresent(time -> all.add("started >= " + value(time.toEpochMilli())));
        filter.until().ifPresent(time -> all.add("started <= " + value(time.toEpochMilli())));
        filter.after()
                .ifPresent(
                        last -> all.add("(started, id) < (" + value(last.started()) + ", " + value(last.id()) + ")"));
        return all;
    }
}
