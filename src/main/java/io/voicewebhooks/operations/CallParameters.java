package io.voicewebhooks.operations;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.sink.calls.CallFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an operator may ask of the call log. */
final class CallParameters {
    static final Set<String> ALL = Set.of(
            "number",
            "status",
            "flow",
            LetterFilter.CALL_SID,
            "voicemail",
            "undelivered",
            LetterFilter.SINCE,
            LetterFilter.UNTIL,
            "limit",
            "cursor",
            "format");

    private static final int LIMIT = 50;
    private static final int MOST = 1_000;

    private CallParameters() {}

    /**
     * @param waiting what the queues of sinks have
     */
    static CallFilter filter(OperatorRequest request, List<CallFilter.Waiting> waiting) {
        return new CallFilter(
                values(
                        request,
                        "number",
                        // of a masked number no more is to be found than what is shown of it
                        request.who().trusted() ? "\\+?\\d{3,20}|[A-Za-z][^\\s]{0,200}" : "\\d{3,4}",
                        request.who().trusted()
                                ? "a number or its last digits, at least 3"
                                : "the last 3 or 4 digits; more with " + Key.MANAGEMENT_TOKEN),
                values(request, "status", "[a-z-]{1,40}", "a CallStatus of Twilio, such as no-answer"),
                values(request, "flow", "[A-Za-z0-9._-]{1,64}", "a flow, such as voicemail"),
                request.matching(LetterFilter.CALL_SID, LetterFilter.CALL_SID_FORM, LetterFilter.CALL_SID_ALLOWED),
                request.isTrue("voicemail"),
                request.isTrue("undelivered"),
                waiting,
                LetterFilter.time(request, LetterFilter.SINCE),
                LetterFilter.time(request, LetterFilter.UNTIL),
                request.matching("cursor", "\\d{1,15}-\\d{1,18}", "next, as a page before has it")
                        .map(CallParameters::place),
                request.number("limit", LIMIT, 1, MOST));
    }

    /** As the parameter {@code cursor} takes it. */
    static String cursor(CallFilter.Place place) {
        return place.started() + "-" + place.id();
    }

    private static CallFilter.Place place(String cursor) {
        String[] parts = cursor.split("-");
        return new CallFilter.Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** Separated by commas. Numbers may have blanks, brackets and dashes in them. */
    private static List<String> values(OperatorRequest request, String parameter, String form, String allowed) {
        Optional<String> given = request.find(parameter);
        List<String> values = Arrays.stream(given.orElse("").split(","))
                .map(value -> value.matches("\\+?[\\d ().-]+") ? value.replaceAll("[ ().-]", "") : value.strip())
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        values.stream().filter(value -> !value.matches(form)).findFirst().ifPresent(value -> {
            throw RefusedException.wrong(parameter, value, allowed + "; several are separated by commas");
        });
        if (values.size() > CallFilter.MOST_VALUES) {
            throw RefusedException.wrong(parameter, given.get(), "at most " + CallFilter.MOST_VALUES + " values");
        }
        return values;
    }
}
