package io.voicewebhooks.operations;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Calls as CSV: RFC 4180, every field quoted. */
final class Csv {
    private static final List<String> COLUMNS = List.of(
            "callSid",
            "started",
            "ended",
            "direction",
            "from",
            "to",
            "status",
            "outcome",
            "flow",
            "answeredBy",
            "duration",
            "voicemailSeconds",
            "fallback",
            "undelivered",
            "sinks",
            "accountSid");

    private final StringBuilder text = new StringBuilder(line(COLUMNS));

    void add(JsonNode call) {
        text.append(
                line(COLUMNS.stream().map(column -> field(call.path(column))).toList()));
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String line(List<String> fields) {
        return fields.stream().map(Csv::quoted).collect(joining(",", "", "\r\n"));
    }

    /** {@code email=retrying file=delivered} for an object. */
    private static String field(JsonNode value) {
        return value.isObject()
                ? value.properties().stream()
                        .map(each -> each.getKey() + "=" + each.getValue().asText())
                        .collect(joining(" "))
                : value.asText();
    }

    /** A spreadsheet would compute what begins like a formula, a terminal obey what is no text: a caller may have written it. */
    private static String quoted(String field) {
        String harmless = field.matches("(?s)[=+\\-@\t\r].*") ? "'" + field : field;
        return '"'
                + harmless.replaceAll("[\\p{Cntrl}\\p{Cf}\\u0080-\\u009f]", "?").replace("\"", "\"\"")
                + '"';
    }
}
