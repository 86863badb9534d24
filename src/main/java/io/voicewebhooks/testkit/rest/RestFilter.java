package io.voicewebhooks.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Which resources a query asks for; names that Twilio does not know are ignored, as Twilio does. */
final class RestFilter {
    private static final Map<String, List<String>> EXACT = Map.of(
            "IncomingPhoneNumbers", List.of("FriendlyName", "Origin"),
            "Applications", List.of("FriendlyName"),
            "Calls", List.of("To", "From", "ParentCallSid", "Status"),
            "Recordings", List.of("CallSid", "ConferenceSid"),
            "Alerts", List.of("LogLevel"),
            "Events", List.of("ActorSid", "EventType", "ResourceSid", "SourceIpAddress"));

    private RestFilter() {}

    static boolean matches(RestKind kind, Map<String, String> query, JsonNode resource) {
        boolean exact = EXACT.getOrDefault(kind.path(), List.of()).stream()
                .allMatch(name -> !query.containsKey(name)
                        || query.get(name)
                                .equals(resource.path(RestKind.field(name)).asText()));
        return exact
                && switch (kind.path()) {
                    case "IncomingPhoneNumbers" -> number(query.get("PhoneNumber"), resource);
                    case "Calls" ->
                        RestTimes.within(query, "StartTime", resource.path("start_time"))
                                && RestTimes.within(query, "EndTime", resource.path("end_time"));
                    case "Recordings" -> RestTimes.within(query, "DateCreated", resource.path("date_created"));
                    case "Alerts" -> since(query, resource.path("date_generated"));
                    case "Events" -> since(query, resource.path("event_date"));
                    default -> true;
                };
    }

    /** An asterisk stands for any digits. */
    private static boolean number(String wanted, JsonNode resource) {
        return wanted == null
                || Pattern.matches(
                        Pattern.quote(wanted).replace("*", "\\E.*\\Q"),
                        resource.path("phone_number").asText());
    }

    private static boolean since(Map<String, String> query, JsonNode time) {
        String start = query.get("StartDate");
        String end = query.get("EndDate");
        return (start == null || !RestTimes.read(time).isBefore(RestTimes.moment(start)))
                && (end == null || !RestTimes.read(time).isAfter(RestTimes.moment(end)));
    }
}
