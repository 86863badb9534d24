package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The statement for a page of calls, the newest first. It reads an index for each value of one filter, the one that is
 * likely to let the fewest calls through, and no further than the page needs: an {@code or}, or an {@code in}, would read
 * all calls that match and sort them. The other filters are asked of these calls.
 */
final class PageOfCalls {
    static final String CALL = """
            select id, call_sid as "callSid", account_sid as "accountSid", parent_sid as "parentSid", direction,
              caller as "from", called as "to", started as "started:time", ended as "ended:time", status, duration, flow, outcome,
              answered_by as "answeredBy", voicemail_seconds as "voicemailSeconds"
            from call where\s""";

    /** Numbers with the same last digits that are looked up one by one. More of them are rarely ours, and have few calls. */
    private static final int MOST_NUMBERS = 20;

    private static final List<String> COLUMNS = List.of("caller_rev", "called_rev");

    private static final String ORDER = "order by started desc, id desc limit ? ";

    private final CallFilter filter;

    PageOfCalls(CallFilter filter) {
        this.filter = filter;
    }

    /** With one call more than the page has, if there is one; no statement where nobody has such a number. */
    Optional<Sql> statement(Connection connection) throws SQLException {
        List<Sql> parts = parts(connection)
                .map(part -> each(part).add(ORDER, filter.limit() + 1))
                .toList();
        if (parts.size() < 2) {
            return parts.stream().findFirst();
        }
        Sql all = Sql.of("select * from (");
        for (Sql part : parts) {
            all.add(part == parts.get(0) ? "" : "union ")
                    .add("select * from (")
                    .add(part)
                    .add(") part ");
        }
        return Optional.of(all.add(") calls order by \"started:time\" desc, id desc limit ?", filter.limit() + 1));
    }

    private Stream<Sql> parts(Connection connection) throws SQLException {
        if (filter.callSid().isPresent()) {
            String callSid = filter.callSid().get();
            String parent = "call_sid = (select leg.parent_sid from call leg where leg.call_sid = ?) ";
            return Stream.of(Sql.of("call_sid = ? ", callSid), Sql.of(parent, callSid));
        }
        if (filter.undelivered()) {
            return Stream.of(Sql.of("undelivered > 0 "));
        }
        if (!filter.numbers().isEmpty()) {
            List<Sql> parts = new ArrayList<>();
            for (String number : filter.numbers()) {
                for (String column : COLUMNS) {
                    parts.addAll(ofNumber(connection, column, number));
                }
            }
            return parts.stream();
        }
        if (!filter.statuses().isEmpty()) {
            return filter.statuses().stream().map(status -> Sql.of("status = ? ", status));
        }
        if (!filter.flows().isEmpty()) {
            return filter.flows().stream().map(flow -> Sql.of("flow = ? ", flow));
        }
        return Stream.of(Sql.of(filter.voicemail() ? "voicemail_seconds is not null " : "1 = 1 "));
    }

    private static List<Sql> ofNumber(Connection connection, String column, String number) throws SQLException {
        Sql is = is(column, number);
        if (is.values().size() == 1) {
            return List.of(is);
        }
        // the reversed numbers that begin with these digits, a step in the index for each
        String least = "select min(C) from call where parent_sid is null and C < ? and C ".replace("C", column);
        Object end = is.values().get(1);
        Sql numbers = Sql.of(
                        "with recursive n(r) as (" + least + ">= ? ",
                        end,
                        is.values().get(0))
                .add("union all select (" + least + "> n.r) from n where n.r is not null) ", end)
                .add("select r from n where r is not null limit ?", MOST_NUMBERS + 1);
        List<ObjectNode> found = numbers.rows(connection);
        return found.size() > MOST_NUMBERS
                ? List.of(is)
                : found.stream()
                        .map(row -> Sql.of(column + " = ? ", row.path("r").asText()))
                        .toList();
    }

    /** A whole number, or of digits alone, the end of one: the beginning of the reversed. */
    private static Sql is(String reversed, String number) {
        String from = new StringBuilder(number).reverse().toString();
        if (!number.matches("\\d+")) {
            return Sql.of(reversed + " = ? ", from);
        }
        String to = from.substring(0, from.length() - 1) + (char) (from.charAt(from.length() - 1) + 1);
        return Sql.of(reversed + " >= ? and " + reversed + " < ? ", from, to);
    }

    /** One part with what all filters ask, in a way that no other index can answer. */
    private Sql each(Sql part) {
        Sql sql = Sql.of(CALL).add(part).add("and parent_sid is null ");
        if (!filter.numbers().isEmpty()) {
            sql.add("and (1 = 0 ");
            for (String number : filter.numbers()) {
                COLUMNS.forEach(column -> sql.add("or ").add(is(column + " || ''", number)));
            }
            sql.add(") ");
        }
        if (!filter.statuses().isEmpty()) {
            sql.add("and ").in("status || ''", filter.statuses());
        }
        if (!filter.flows().isEmpty()) {
            sql.add("and ").in("flow || ''", filter.flows());
        }
        if (filter.voicemail()) {
            sql.add("and voicemail_seconds + 0 >= 0 ");
        }
        if (filter.undelivered()) {
            sql.add("and undelivered + 0 > 0 ");
        }
        filter.since().ifPresent(time -> sql.add("and started >= ? ", time.toEpochMilli()));
        filter.until().ifPresent(time -> sql.add("and started <= ? ", time.toEpochMilli()));
        filter.after().ifPresent(last -> sql.add("and (started, id) < (?, ?) ", last.started(), last.id()));
        return sql;
    }
}
