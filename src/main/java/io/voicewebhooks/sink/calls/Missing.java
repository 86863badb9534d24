package io.voicewebhooks.sink.calls;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What Twilio should have sent of a call and what is not in the log, in words. Twilio numbers the status callbacks of a leg
 * from 0, those that were asked for alone, so a number that is left out is a callback that did not come.
 */
final class Missing {
    /** Statuses after which none comes. */
    private static final Set<String> ENDS = Set.of("completed", "busy", "no-answer", "failed", "canceled");

    private static final List<String> ORDER = List.of("initiated", "ringing", "in-progress");

    /** No call lasts longer. */
    private static final Duration LONGEST_CALL = Duration.ofHours(24);

    private Missing() {}

    /** Of a call with its lists. */
    static List<String> of(JsonNode call) {
        List<String> missing = new ArrayList<>();
        boolean asked = call.path("exchanges").valueStream().anyMatch(each -> each.has("reply"))
                || has(call, "type", "call.incoming");
        if (call.path("direction").asText().equals("inbound") && !asked) {
            missing.add("the request for TwiML is not in the log");
        }
        Stream.concat(Stream.of(call), call.path("legs").valueStream()).forEach(leg -> {
            String of = leg == call ? "" : " of the leg to " + leg.path("to").asText();
            statuses(call, leg).forEach(what -> missing.add(what + of + " was never received"));
        });
        for (JsonNode exchange : call.path("exchanges")) {
            String recording = exchange.path("parameters").path("RecordingSid").asText();
            if (!recording.isEmpty() && !has(call, "recordingSid", recording)) {
                missing.add("the callback of recording " + recording + " was never received");
            }
        }
        return missing.stream().distinct().toList();
    }

    private static boolean has(JsonNode call, String field, String value) {
        return Stream.of("events", "recordings")
                .flatMap(list -> call.path(list).valueStream())
                .anyMatch(each -> each.path(field).asText().equals(value));
    }

    private static List<String> statuses(JsonNode call, JsonNode leg) {
        TreeMap<Integer, String> came = new TreeMap<>();
        for (JsonNode event : call.path("events")) {
            if (event.path("callSid").equals(leg.path("callSid")) && event.has("sequence")) {
                came.put(
                        event.path("sequence").asInt(),
                        event.path("data").path("CallStatus").asText());
            }
        }
        List<String> missing = new ArrayList<>();
        for (int number = 0; !came.isEmpty() && number < came.lastKey(); number++) {
            if (!came.containsKey(number)) {
                missing.add(name(number, came));
            }
        }
        if (!ENDS.contains(leg.path("status").asText()) && isOver(call, leg)) {
            missing.add("the end");
        }
        return missing;
    }

    /** What can only be between the two that came, else its number. */
    private static String name(int number, TreeMap<Integer, String> came) {
        int before = number == 0 ? -1 : ORDER.indexOf(came.getOrDefault(number - 1, "?"));
        String next = came.getOrDefault(number + 1, "?");
        int after = ENDS.contains(next) ? ORDER.size() : ORDER.indexOf(next);
        boolean sure = after - before == 2 && (number == 0 || before >= 0);
        return sure ? ORDER.get(before + 1) : "status callback number " + number;
    }

    private static boolean isOver(JsonNode call, JsonNode leg) {
        boolean ended = call.path("exchanges")
                .valueStream()
                .filter(exchange -> exchange.path("callSid").equals(leg.path("callSid")))
                .anyMatch(exchange -> ENDS.contains(
                        exchange.path("parameters").path("CallStatus").asText()));
        return ended
                || leg != call && ENDS.contains(call.path("status").asText())
                || Instant.parse(leg.path("started").asText())
                        .isBefore(Instant.now().minus(LONGEST_CALL));
    }
}
