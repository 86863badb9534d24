package io.voicewebhooks.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.stream.Stream;

/** Prints one call: what happened, in the order of time, and below each event where it went. */
final class Timeline {
    private static final String INDENT = "    ";

    private final Printer printer;
    private final JsonNode call;

    Timeline(Printer printer, JsonNode call) {
        this.printer = printer;
        this.call = call;
    }

    void print() {
        line(
                "",
                "call " + text(call, "callSid"),
                text(call, "from") + " -> " + text(call, "to"),
                text(call, "direction"));
        line(
                "",
                text(call, "outcome"),
                text(call, "status"),
                labelled(call, "duration", "flow", "answeredBy", "voicemailSeconds"));
        line("", labelled(call, "started", "ended", "parentSid", "accountSid"));
        line("", labelled(call, "problem"));
        call.path("missing").forEach(missing -> line("missing: ", missing.asText()));
        Stream.concat(call.path("exchanges").valueStream(), call.path("events").valueStream())
                .sorted(Comparator.comparing(entry -> text(entry, "at")))
                .forEach(entry -> {
                    line("", "");
                    if (entry.has("type")) {
                        event(entry);
                    } else {
                        exchange(entry);
                    }
                });
        list("recordings", "recordingSid", "status", "duration", "channels");
        list("legs", "callSid", "to", "status", "duration");
    }

    private void exchange(JsonNode exchange) {
        String fallback = exchange.has("fallback") ? "fallback" : "";
        line(text(exchange, "at") + "  ", text(exchange, "method") + " " + text(exchange, "path"), ofLeg(exchange));
        line(
                INDENT,
                text(exchange, "route"),
                "answered " + text(exchange, "status") + " in " + text(exchange, "millis") + " ms",
                fallback,
                labelled(exchange, "cut"));
        exchange.path("parameters")
                .properties()
                .forEach(each -> line(
                        INDENT,
                        each.getKey() + "="
                                + each.getValue().asText(each.getValue().toString())));
        xml(text(exchange, "reply"));
    }

    private void xml(String twiml) {
        int depth = 1;
        for (String part : twiml.strip().replaceAll(">\\s*<", ">\n<").split("\n")) {
            depth -= part.startsWith("</") ? 1 : 0;
            line(INDENT + "  ".repeat(Math.max(1, depth)), part.strip());
            depth += part.matches("<[^/?!](?!.*(/>|</)).*") ? 1 : 0;
        }
    }

    private void event(JsonNode event) {
        line(text(event, "at") + "  ", "event " + text(event, "type"), text(event, "id"), ofLeg(event));
        call.path("deliveries")
                .valueStream()
                .filter(delivery -> delivery.path("eventId").equals(event.path("id")))
                .forEach(delivery -> line(
                        INDENT,
                        text(delivery, "sink"),
                        text(delivery, "state"),
                        labelled(delivery, "tries", "updated", "nextTry", "reason", "deadLetterId")));
    }

    private void list(String name, String... fields) {
        call.path(name)
                .forEach(each -> line(
                        name + ": ",
                        Stream.of(fields).map(field -> text(each, field)).collect(joining("  ")),
                        each.path("archived").path("uri").asText()));
    }

    private String ofLeg(JsonNode entry) {
        return entry.path("callSid").equals(call.path("callSid")) ? "" : "leg " + text(entry, "callSid");
    }

    private static String labelled(JsonNode node, String... fields) {
        return Stream.of(fields)
                .filter(node::has)
                .map(field -> Printer.title(field).toLowerCase(java.util.Locale.ROOT) + " " + text(node, field))
                .collect(joining(", "));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private void line(String before, String... parts) {
        String line = Stream.of(parts).filter(part -> !part.isEmpty()).collect(joining("  "));
        if (!line.isEmpty() || parts.length == 1 && before.isEmpty()) {
            printer.line(before + line);
        }
    }
}
