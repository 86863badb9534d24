package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A statement that reads the log, put together with its values. */
final class Sql {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** To the millisecond, so that times have one length. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    static Sql of(String text, Object... values) {
        return new Sql().add(text, values);
    }

    Sql add(String more, Object... with) {
        text.append(more);
        values.addAll(List.of(with));
        return this;
    }

    Sql add(Sql other) {
        text.append(other.text);
        values.addAll(other.values);
        return this;
    }

    /** {@code column in (?, ?, …)}, of at least one value. */
    Sql in(String column, Collection<?> of) {
        text.append(column).append(" in (").append(String.join(", ", Collections.nCopies(of.size(), "?")));
        text.append(") ");
        values.addAll(of);
        return this;
    }

    String text() {
        return text.toString();
    }

    List<Object> values() {
        return values;
    }

    /**
     * The rows as JSON: a column is a field by its name; what is null is absent. Behind the name stands {@code :time} where
     * it is a time, which becomes RFC 3339, {@code :json} where it is JSON, {@code :flag} where it is absent unless true.
     */
    List<ObjectNode> rows(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text())) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            List<ObjectNode> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
            return rows;
        }
    }

    private static ObjectNode row(ResultSet result) throws SQLException {
        ObjectNode row = MAPPER.createObjectNode();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            String[] label = result.getMetaData().getColumnLabel(i).split(":");
            String name = label[0];
            String kind = label.length > 1 ? label[1] : "";
            Object value = result.getObject(i);
            if (value == null || kind.equals("flag") && !result.getBoolean(i)) {
                continue;
            }
            switch (kind) {
                case "time" -> row.put(name, TIME.format(Instant.ofEpochMilli(result.getLong(i))));
                case "json" -> row.set(name, json(result.getString(i)));
                case "flag" -> row.put(name, true);
                default -> {
                    if (value instanceof Number) {
                        row.put(name, result.getLong(i));
                    } else {
                        row.put(name, result.getString(i));
                    }
                }
            }
        }
        return row;
    }

    /** A text that is no JSON, because it was cut, stays a text. */
    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MAPPER.getNodeFactory().textNode(text);
        }
    }
}
