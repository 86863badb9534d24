package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The statements of the log that stand in files, and what those find that read it. */
final class Sql {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** To the millisecond, so that times have one length. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

    private Sql() {}

    /** The text of a file, by its name without {@code .sql}. */
    static String of(String name) {
        return TEXTS.computeIfAbsent(name, Sql::read);
    }

    private static String read(String name) {
        try (InputStream file = Sql.class.getResourceAsStream("/io/voicewebhooks/calls/" + name + ".sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A row as JSON: a column is a field by its name; what is null is absent. Behind the name stands {@code :time} where it is
     * a time, which becomes RFC 3339, {@code :json} where it is JSON, {@code :flag} where it is absent unless true.
     */
    static ObjectNode row(ResultSet result, int number) throws SQLException {
        ObjectNode row = MAPPER.createObjectNode();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            String[] label = result.getMetaData().getColumnLabel(i).split(":");
            Object value = result.getObject(i);
            if (value != null) {
                switch (label.length > 1 ? label[1] : "") {
                    case "time" -> row.put(label[0], TIME.format(Instant.ofEpochMilli(result.getLong(i))));
                    case "json" -> row.set(label[0], json(result.getString(i)));
                    case "flag" -> {
                        if (result.getBoolean(i)) {
                            row.put(label[0], true);
                        }
                    }
                    default -> row.set(label[0], MAPPER.valueToTree(value));
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
