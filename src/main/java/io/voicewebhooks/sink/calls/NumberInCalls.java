package io.voicewebhooks.sink.calls;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** A number in what is kept of calls that are not its own: of those that dialled it, above all. */
final class NumberInCalls {
    private static final String ERASED = "erased";
    /** A shorter one may also be a duration, or what somebody pressed. */
    private static final int SHORTEST = 5;

    private final NamedParameterJdbcTemplate step;
    private final String number;
    private final Pattern pattern;

    NumberInCalls(NamedParameterJdbcTemplate step, String number) {
        this.step = step;
        this.number = number;
        // as it is, as it stands in XML, and in the query of an URL
        this.pattern = Pattern.compile("(?<![\\w+])(" + Pattern.quote(number) + "|"
                + Pattern.quote(number.replace("&", "&amp;")) + "|"
                + Pattern.quote(URLEncoder.encode(number, StandardCharsets.UTF_8))
                + ")(?!\\w)");
    }

    /** Removes it wherever it is; in how many places it was. */
    long remove() {
        return remove("", Map.of());
    }

    /** The same in one call. */
    long remove(String callSid) {
        return remove(" and call in (select id from call where call_sid = :callSid)", Map.of("callSid", callSid));
    }

    private long remove(String within, Map<String, String> values) {
        Map<String, Object> named = new HashMap<>(values);
        named.put("number", number);
        long places = step.update(
                "update call set answered_by = null where answered_by = :number" + within.replace("call in", "id in"),
                named);
        if (number.length() < SHORTEST) {
            return places;
        }
        // LIKE finds too much rather than too little
        named.put("like", "%" + number.replaceAll("[^\\w.-]", "%") + "%");
        for (String column : new String[] {"exchange.path", "exchange.parameters", "exchange.reply", "event.data"}) {
            String[] names = column.split("\\.");
            String find = "select id from " + names[0] + " where " + names[1] + " like :like" + within;
            for (Long row : step.queryForList(find, named, Long.class)) {
                places += remove(names[0], names[1], row) ? 1 : 0;
            }
        }
        return places;
    }

    private boolean remove(String table, String column, Long row) {
        String text = step.queryForObject(
                "select " + column + " from " + table + " where id = :row", Map.of("row", row), String.class);
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            return false;
        }
        step.update(
                "update " + table + " set " + column + " = :text where id = :row",
                Map.of("text", found.replaceAll(ERASED), "row", row));
        return true;
    }
}
