package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What became of a call and of its events, those of its legs among them. */
final class Outcome {
    /** Statuses after which none comes. */
    static final Set<String> ENDS = Set.of("completed", "busy", "no-answer", "failed", "canceled");

    private static final Pattern REJECTS = Pattern.compile("<Response\\s*>(\\s|<!--.*?-->)*<Reject\\b", Pattern.DOTALL);

    private final ObjectNode call;
    private final ArrayNode deliveries;
    /** Event and sink of each. */
    private final Set<String> tried = new HashSet<>();

    private String answeredBy;
    private boolean rejected;
    private String lastReply = "";
    private String statusWhenMissed;

    Outcome(ObjectNode call) {
        this.call = call;
        deliveries = call.putArray("deliveries");
    }

    void leg(JsonNode leg) {
        String status = leg.path("status").asText();
        if (status.equals("in-progress") || status.equals("completed")) {
            answeredBy = leg.path("to").asText();
        }
    }

    void exchange(JsonNode exchange) {
        if (exchange.has("fallback")) {
            call.put("fallback", true);
        }
        if (exchange.path("reply").asText().contains("<Response")) {
            lastReply = exchange.path("reply").asText();
            rejected |= REJECTS.matcher(lastReply).find();
        }
    }

    /** What is known of a try. */
    void delivery(ObjectNode delivery) {
        tried.add(delivery.path("eventId").asText() + delivery.path("sink").asText());
        deliveries.add(delivery.without("call"));
    }

    /** An event, once all tries are told: whatever else it was sent to has not got it yet, or nobody has told. */
    void event(JsonNode event) {
        if (event.path("type").asText().equals("call.missed")) {
            statusWhenMissed = event.path("data").path("CallStatus").asText();
        }
        for (String sink : event.path("sinks").asText().split(",")) {
            if (!sink.isEmpty() && tried.add(event.path("eventId").asText() + sink)) {
                deliveries
                        .addObject()
                        .put("eventId", event.path("eventId").asText())
                        .put("callSid", event.path("callSid").asText())
                        .put("sink", sink)
                        .put("state", "waiting")
                        .put("tries", 0);
            }
        }
    }

    /** Completes the call once everything is known of it. */
    void tell() {
        if (statusWhenMissed == null && answeredBy != null) {
            call.put("answeredBy", answeredBy);
        }
        call.put("outcome", outcome());
    }

    private String outcome() {
        String status = call.path("status").asText();
        if (rejected) {
            return "rejected";
        }
        if (!ENDS.contains(status)) {
            return "in-progress";
        }
        if (call.has("voicemailSeconds")) {
            return "voicemail";
        }
        if (statusWhenMissed != null) {
            return ENDS.contains(statusWhenMissed) ? "hung-up" : "missed";
        }
        return switch (status) {
            case "failed" -> "failed";
            case "canceled" -> "hung-up";
            case "busy", "no-answer" -> "missed";
            // who was asked for a message and left none, or was to be connected and was not
            default ->
                answeredBy == null && (lastReply.contains("<Record") || lastReply.contains("<Dial"))
                        ? "hung-up"
                        : "answered";
        };
    }
}
