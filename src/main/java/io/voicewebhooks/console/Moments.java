package io.voicewebhooks.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A call's requests with the events that they made, and the events that were made otherwise, in the order of time. It adds
 * words to the JSON of {@code calls/{CallSid}}; {@code call.html} names the rest.
 */
final class Moments {
    /** What a request tells that made no event, the most telling first. */
    private static final List<String> TELLING = List.of("SpeechResult", "RecordingUrl", "DialCallStatus", "Digits");

    private final Map<?, ?> call;
    private final String publicUrl;
    private final int mostTries;
    private final Map<String, Map<String, Object>> events = new LinkedHashMap<>();
    private final Map<String, String> legs = new LinkedHashMap<>();

    private Moments(Map<?, ?> call, String publicUrl, int mostTries) {
        this.call = call;
        this.publicUrl = publicUrl;
        this.mostTries = mostTries;
        list(call, "events").forEach(event -> events.put(Words.text(event, "id"), event));
        list(call, "legs").forEach(leg -> legs.put(Words.text(leg, "callSid"), Words.text(leg, "to")));
    }

    /**
     * The moments of a call.
     *
     * @param publicUrl where Twilio sent the requests
     */
    static List<Map<String, Object>> of(Map<?, ?> call, String publicUrl, int mostTries) {
        return new Moments(call, publicUrl, mostTries).moments();
    }

    /** The objects of a list in JSON. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<?, ?> object, String name) {
        return object.get(name) instanceof List<?> list ? (List<Map<String, Object>>) list : List.of();
    }

    private List<Map<String, Object>> moments() {
        Set<String> told = new HashSet<>();
        Map<String, String> ready = new LinkedHashMap<>();
        List<Map<String, Object>> moments = new ArrayList<>(list(call, "exchanges"));
        for (Map<String, Object> request : moments) {
            String id = Words.text(request, "eventId");
            Map<String, Object> event = events.getOrDefault(id, Map.of());
            request(request);
            // one that Twilio repeated has made one event
            tell(request, told.add(id) ? event : Map.of(), request.get("parameters"));
            ready.putIfAbsent(recording(event), Words.text(request, "at"));
        }
        for (Map<String, Object> event : events.values()) {
            if (told.add(Words.text(event, "id"))) {
                // its time is when the recording began
                event.computeIfPresent("at", (at, began) -> ready.getOrDefault(recording(event), began.toString()));
                tell(event, event, event.get("data"));
                moments.add(event);
            }
        }
        moments.sort(Comparator.comparing(moment -> Instant.parse(Words.text(moment, "at"))));
        return moments;
    }

    private static String recording(Map<String, Object> event) {
        boolean complete = Words.text(event, "type").matches(".*recording\\.(completed|archived)");
        return complete && event.get("data") instanceof Map<?, ?> data ? Words.text(data, "RecordingSid") : "";
    }

    private void tell(Map<String, Object> moment, Map<String, Object> event, Object sent) {
        Map<?, ?> parameters = sent instanceof Map<?, ?> map ? map : sent == null ? Map.of() : Map.of("cut off", sent);
        String type = Words.text(event, "type");
        boolean ofLeg = legs.containsKey(Words.text(moment, "callSid"));
        String telling = TELLING.stream()
                .filter(name -> !Words.text(parameters, name).isEmpty())
                .findFirst()
                .orElse(ofLeg ? "asks.leg" : "asks");
        String title = type.isEmpty() ? Words.of(telling, parameters) : Words.event(type, parameters);
        // it stands behind the number of a leg, who is no caller
        moment.put("title", ofLeg ? title.replaceFirst("^caller ", "") : title);
        moment.put("kind", type);
        moment.put("sent", parameters);
        moment.put("clock", Words.text(moment, "at").replaceAll("^.*T|Z$", ""));
        moment.put("leg", legs.get(Words.text(moment, "callSid")));
        moment.put("deliveries", deliveries(Words.text(event, "id")).toList());
    }

    private void request(Map<String, Object> request) {
        if (!Words.text(request, "reply").isBlank()) {
            HeardTwiml twiml = HeardTwiml.of(Words.text(request, "reply"));
            request.put("heard", twiml.heard());
            request.put("twiml", twiml.text());
        }
        request.put("curl", curl(request));
    }

    private Stream<Map<String, Object>> deliveries(String eventId) {
        return list(call, "deliveries").stream()
                .filter(delivery -> Words.text(delivery, "eventId").equals(eventId))
                .peek(delivery -> {
                    String state = Words.text(delivery, "state");
                    delivery.put("most", mostTries);
                    delivery.put("more", "1".equals(Words.text(delivery, "tries")) ? null : delivery.get("tries"));
                    delivery.put("words", Words.of(state, delivery));
                    delivery.put("retrying", state.equals("retrying"));
                });
    }

    /** The request for a shell: nothing that a caller sent is more to it than letters. The signature is not kept. */
    private String curl(Map<String, Object> request) {
        String url = publicUrl + Words.text(request, "path").replace("'", "%27");
        StringBuilder curl = new StringBuilder("curl '" + url + "' \\\n  -H 'X-Twilio-Signature: <signature>'");
        if (!"GET".equals(request.get("method")) && request.get("parameters") instanceof Map<?, ?> sent) {
            sent.entrySet().forEach(each -> curl.append(" \\\n  -d '")
                    .append(PageRequest.query(List.of(each)))
                    .append('\''));
        }
        return curl.toString();
    }
}
