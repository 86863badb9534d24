package io.voicewebhooks.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Prints answers for people: a table for a list, a line a field for anything else. */
final class Printer {
    private final PrintStream out;

    Printer(PrintStream out) {
        this.out = out;
    }

    /** Prints a field of an answer that holds rows, and where the next ones are. */
    void table(List<String> fields, JsonNode answer, String list) {
        JsonNode rows = answer.path(list);
        table(
                fields.stream().map(Printer::title).toList(),
                rows.valueStream()
                        .map(row -> fields.stream()
                                .map(field -> row.path(field).asText("-"))
                                .toList())
                        .toList());
        page(answer, rows.size());
    }

    /** Prints rows below their titles. */
    void table(List<String> titles, List<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(titles);
        rows.forEach(row -> lines.add(row.stream().map(Printer::clean).toList()));
        String format = IntStream.range(0, titles.size())
                .map(i -> lines.stream()
                        .mapToInt(line -> line.get(i).length())
                        .max()
                        .orElseThrow())
                .mapToObj(width -> "%-" + width + "s")
                .collect(joining("  "));
        lines.forEach(line -> out.println(format.formatted(line.toArray()).stripTrailing()));
    }

    /** {@code lastError} becomes {@code LAST ERROR}. */
    static String title(String field) {
        return field.replaceAll("(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    void line(String text) {
        out.println(clean(text));
    }

    private void page(JsonNode answer, int shown) {
        if (answer.has("total")) {
            int total = answer.path("total").asInt();
            int end = answer.path("offset").asInt() + shown;
            String next = end < total && shown > 0 ? "; the next ones: --offset " + end : "";
            out.println(total + " in all, " + shown + " shown" + next);
        } else if (answer.has("next")) {
            line(shown + " shown; the next ones: --cursor "
                    + answer.path("next").asText());
        }
        if (answer.has("problem")) {
            line(answer.path("problem").asText());
        }
    }

    /** Prints the fields of an answer. */
    void fields(JsonNode answer) {
        answer.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isObject()) {
                out.println(field.getKey() + ":");
                value.toPrettyString().lines().map(Printer::clean).forEach(out::println);
            } else if (value.isArray()) {
                out.println(field.getKey() + ":");
                value.forEach(row -> out.println(
                        row.valueStream().map(each -> clean(each.asText())).collect(joining("  ", "  ", ""))));
            } else {
                out.println(field.getKey() + ": " + clean(value.asText()));
            }
        });
    }

    /** Without characters that a terminal would obey. */
    static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}
