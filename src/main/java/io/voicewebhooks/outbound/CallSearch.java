package io.voicewebhooks.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.rest.Domains;
import io.voicewebhooks.rest.TwilioApi;
import io.voicewebhooks.rest.TwilioApiException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Looks for a call that may have been placed. */
final class CallSearch {
    private final TwilioApi api;

    CallSearch(TwilioApi api) {
        this.api = api;
    }

    /**
     * The CallSid of a call between these numbers that we have placed since then. One that waits to be dialled has no StartTime
     * yet.
     *
     * @throws IOException if Twilio does not tell
     */
    Optional<String> find(CallRequest request, Instant since) throws IOException {
        try {
            Optional<String> begun = find(
                    request,
                    since,
                    "StartTime>",
                    since.truncatedTo(ChronoUnit.SECONDS).toString());
            return begun.isPresent() ? begun : find(request, since, "Status", "queued");
        } catch (TwilioApiException e) {
            // after a restart nothing else tells that it may have been placed
            throw new PlacementException("it may have been placed, and cannot be looked for: " + e.getMessage());
        }
    }

    private Optional<String> find(CallRequest request, Instant since, String filter, String value) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("To", request.text("to"));
        query.put("From", request.text("from"));
        query.put(filter, value);
        return api.list(Domains.API, "/2010-04-01/Accounts/" + api.account().sid() + "/Calls.json", query, "calls")
                .filter(call -> isPlaced(call, request, since))
                .map(call -> call.path("sid").asText())
                .findFirst();
    }

    /** Twilio leaves out filters that it does not know. */
    private static boolean isPlaced(JsonNode call, CallRequest request, Instant since) {
        return call.path("direction").asText().equals("outbound-api")
                && call.path("to").asText().equals(request.text("to"))
                && call.path("from").asText().equals(request.text("from"))
                && time(call.path("date_created").asText()).isAfter(since);
    }

    private static Instant time(String text) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        } catch (DateTimeException e) {
            return Instant.MAX;
        }
    }
}
