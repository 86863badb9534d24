package io.voicewebhooks.sink.calls;

import io.voicewebhooks.event.NumberInText;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** A number in what is kept of calls that are not its own: of those that dialled it, above all. */
final class NumberInCalls {
    private static final String ANSWERED_BY = "call.answered_by";
    private static final List<String> ALL =
            List.of(ANSWERED_BY, "exchange.path", "exchange.parameters", "exchange.reply", "event.data");
    /** A shorter one may also be a duration, or what somebody pressed, and a word is anybody's. */
    private static final String CERTAIN = "\\+?\\d{7,}|.+[@:].+";

    /** Rows that are looked through at once, by whoever reads. */
    private static final int LOOKED_THROUGH = 10_000;
    /** Rows that change at once, while nobody else writes. */
    private static final int CHANGED = 500;

    private final String number;
    private final NumberInText inText;
    private final List<String> columns;

    NumberInCalls(String number) {
        this.number = number;
        this.inText = new NumberInText(number);
        this.columns = number.matches(CERTAIN) ? ALL : List.of(ANSWERED_BY);
    }

    /**
     * Removes it wherever it is.
     *
     * @param removed is told after each change in how many places it was
     */
    void remove(CallDatabase database, LongConsumer removed) throws SQLException {
        NamedParameterJdbcTemplate reader = new NamedParameterJdbcTemplate(database.reader());
        for (String column : columns) {
            Long last = reader.getJdbcTemplate()
                    .queryForObject("select coalesce(max(id), 0) from " + table(column), Long.class);
            for (long from = 0; from < last; from += LOOKED_THROUGH) {
                Map<String, Object> some = Map.of("from", from, "to", from + LOOKED_THROUGH);
                List<Long> rows = find(reader, column, "id > :from and id <= :to", some);
                for (int first = 0; first < rows.size(); first += CHANGED) {
                    List<Long> batch = rows.subList(first, Math.min(rows.size(), first + CHANGED));
                    long[] places = new long[1];
                    Transaction.in(database.writer(), step -> places[0] = remove(step, column, batch));
                    removed.accept(places[0]);
                }
            }
        }
    }

    /** Removes it in one call, in a transaction. */
    void remove(NamedParameterJdbcTemplate step, String callSid) {
        for (String column : columns) {
            String own = column.equals(ANSWERED_BY)
                    ? "call_sid = :callSid"
                    : "call in (select id from call where call_sid = :callSid)";
            remove(step, column, find(step, column, own, Map.of("callSid", callSid)));
        }
    }

    private List<Long> find(NamedParameterJdbcTemplate sql, String column, String within, Map<String, ?> values) {
        boolean isWhole = column.equals(ANSWERED_BY);
        Map<String, Object> named = new HashMap<>(values);
        // LIKE finds too much rather than too little
        named.put("text", isWhole ? number : "%" + number.replaceAll("[^\\w.-]", "%") + "%");
        String find = "select id from " + table(column) + " where " + within + " and " + column
                + (isWhole ? " = :text" : " like :text");
        return sql.queryForList(find, named, Long.class);
    }

    private long remove(NamedParameterJdbcTemplate step, String column, List<Long> rows) {
        String select = "select " + column + " from " + table(column) + " where id = :row";
        String update = "update " + table(column) + " set "
                + column.substring(table(column).length() + 1) + " = :text where id = :row";
        long places = 0;
        for (Long row : rows) {
            for (String text : step.queryForList(select, Map.of("row", row), String.class)) {
                String rest = column.equals(ANSWERED_BY) ? null : inText.without(text);
                if (!text.equals(rest)) {
                    Map<String, Object> values = new HashMap<>();
                    values.put("row", row);
                    values.put("text", rest);
                    places += step.update(update, values);
                }
            }
        }
        return places;
    }

    private static String table(String column) {
        return column.substring(0, column.indexOf('.'));
    }
}
