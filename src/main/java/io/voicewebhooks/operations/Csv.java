package io.voicewebhooks.operations;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

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

    private Csv() {}

    /** Of calls in parts; each part is asked for when the one before has been read. */
    static InputStream of(Stream<List<JsonNode>> calls) {
        Iterator<String> texts = Stream.concat(
                        Stream.of(line(COLUMNS)),
                        calls.map(part -> part.stream().map(Csv::line).collect(joining())))
                .iterator();
        Enumeration<InputStream> parts = new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return texts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return new ByteArrayInputStream(texts.next().getBytes(StandardCharsets.UTF_8));
            }
        };
        return new SequenceInputStream(parts) {
            @Override
            public void close() {
                // that of the class asks for all that is left
            }
        };
    }

    private static String line(JsonNode call) {
        return line(COLUMNS.stream().map(column -> field(call.path(column))).toList());
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
