package io.voicewebhooks.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.twiml.TwimlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Prints one call: what happened, in the order of time, and below each event where it went. */
final class Timeline {
    private static final String INDENT = "    ";

    private final Printer printer;
    private final JsonNode call;
    /** Parameters that were printed last: Twilio repeats most of them in each request. */
    private final Map<String, JsonNode> known = new HashMap<>();

    Timeline(Printer printer, JsonNode call) {
        this.printer = printer;
        this.call = call;
    }

    void print() {
        line("call " + text(call, "callSid"), text(call, "from") + " -> " + text(call, "to"), text(call, "direction"));
        line(text(call, "outcome"), labelled(call, "status", "flow", "duration", "answeredBy", "voicemailSeconds"));
        line(labelled(call, "started", "ended", "parentSid", "accountSid"));
        line(text(call, "problem"));
        call.path("missing").forEach(missing -> line("missing: " + missing.asText()));
        Map<String, String> arrived = new HashMap<>();
        call.path("exchanges").forEach(each -> arrived.put(text(each, "eventId"), text(each, "at")));
        List<JsonNode> entries = new ArrayList<>();
        call.path("exchanges").forEach(entries::add);
        call.path("events").forEach(entries::add);
        // an event stands below the request that it was made of; its own time is Twilio's, often of the second
        entries.sort(Comparator.comparing(entry ->
                entry.has("id") ? arrived.getOrDefault(text(entry, "id"), text(entry, "at")) : text(entry, "at")));
        entries.forEach(entry -> {
            if (entry.has("type")) {
                event(entry);
            } else {
                exchange(entry);
            }
        });
        call.path("recordings")
                .forEach(each -> line(
                        "recording " + text(each, "recordingSid"),
                        labelled(each, "status", "duration", "channels"),
                        each.path("archived").path("uri").asText()));
        call.path("legs")
                .forEach(each ->
                        line("leg " + text(each, "callSid"), text(each, "to"), labelled(each, "status", "duration")));
    }

    private void exchange(JsonNode exchange) {
        printer.line("");
        line(text(exchange, "at"), text(exchange, "method") + " " + text(exchange, "path"), ofLeg(exchange));
        String answered = "answered " + text(exchange, "status") + " in " + text(exchange, "millis") + " ms";
        line(
                INDENT + text(exchange, "route"),
                answered,
                exchange.has("fallback") ? "fallback" : "",
                labelled(exchange, "cut"));
        exchange.path("parameters").properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(each -> !each.getValue().equals(known.put(each.getKey(), each.getValue())))
                .map(each -> each.getKey() + "="
                        + each.getValue().asText(each.getValue().toString()))
                .filter(each -> !each.endsWith("="))
                .forEach(each -> line(INDENT + each));
        TwimlText.indented(text(exchange, "reply")).lines().forEach(tag -> line(tag.isEmpty() ? "" : INDENT + tag));
    }

    private void event(JsonNode event) {
        line(text(event, "at"), "event " + text(event, "type"), text(event, "id"), ofLeg(event));
        call.path("deliveries")
                .valueStream()
                .filter(delivery -> delivery.path("eventId").equals(event.path("id")))
                .forEach(delivery -> line(
                        INDENT + text(delivery, "sink"),
                        text(delivery, "state"),
                        labelled(delivery, "tries", "updated", "nextTry", "reason", "deadLetterId")));
    }

    private String ofLeg(JsonNode entry) {
        return entry.path("callSid").equals(call.path("callSid")) ? "" : "leg " + text(entry, "callSid");
    }

    private static String labelled(JsonNode node, String... fields) {
        return Stream.of(fields)
                .filter(node::has)
                .map(field -> Printer.title(field).toLowerCase(Locale.ROOT) + " " + text(node, field))
                .collect(joining(", "));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private void line(String... parts) {
        String line = Stream.of(parts).filter(part -> !part.isEmpty()).collect(joining("  "));
        if (!line.isEmpty()) {
            printer.line(line);
        }
    }
}
