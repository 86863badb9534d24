package io.voicewebhooks.operations;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.TimeUtils;

/**
 * Which dead letters an operator means. The time of a letter is when its last try failed, which is when it was sent to
 * {@code voice.dead-letter}: its JMS timestamp.
 */
record LetterFilter(
        Optional<String> sink,
        Optional<String> type,
        Set<String> callSids,
        Optional<Instant> since,
        Optional<Instant> until) {
    static final String SINK = "sink";
    static final String SINK_NAME = "[A-Za-z0-9._-]{1,64}";
    static final String SINK_ALLOWED = "the name of a sink, such as s3";
    private static final String TYPE = "type";
    static final String CALL_SID = "call-sid";
    static final String CALL_SID_FORM =
            // of Twilio, or of SignalWire
            "CA[0-9a-fA-F]{32}|\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";
    static final String CALL_SID_ALLOWED = "CA and 32 hexadecimal digits";
    static final String SINCE = "since";
    static final String UNTIL = "until";
    static final Set<String> PARAMETERS = Set.of(SINK, TYPE, CALL_SID, SINCE, UNTIL);

    private static final String TIME = "a time such as 2026-11-24T08:00:00Z, or how long ago, such as 90m, 12h or 30d";
    private static final String AGO = "\\d{1,5}[smhd]";

    static LetterFilter of(OperatorRequest request) {
        return new LetterFilter(
                request.matching(SINK, SINK_NAME, SINK_ALLOWED),
                request.matching(TYPE, "[a-z0-9.-]{1,64}", "a type of event, such as call.completed"),
                request.matching(CALL_SID, CALL_SID_FORM, CALL_SID_ALLOWED)
                        .map(Set::of)
                        .orElse(Set.of()),
                time(request, SINCE),
                time(request, UNTIL));
    }

    /** Those of some calls. */
    static LetterFilter ofCalls(Set<String> callSids) {
        return new LetterFilter(Optional.empty(), Optional.empty(), callSids, Optional.empty(), Optional.empty());
    }

    /** A time, if it is given. */
    static Optional<Instant> time(OperatorRequest request, String parameter) {
        return request.find(parameter).map(text -> time(parameter, text));
    }

    private static Instant time(String parameter, String text) {
        if (text.matches(AGO)) {
            return Instant.now().minus(Duration.ofMillis(TimeUtils.toMilliSeconds(text)));
        }
        try {
            // the broker counts in milliseconds, and cannot count to every time
            return Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw RefusedException.wrong(parameter, text, TIME);
        }
    }

    LetterFilter ofAnySink() {
        return new LetterFilter(Optional.empty(), type, callSids, since, until);
    }

    /** Whether it lets a message through, of whatever sink. */
    boolean matches(String ofType, String ofCall, Instant sent) {
        return type.map(value -> value.equals(ofType)).orElse(true)
                && (callSids.isEmpty() || callSids.contains(ofCall))
                && since.map(value -> !sent.isBefore(value)).orElse(true)
                && until.map(value -> !sent.isAfter(value)).orElse(true);
    }

    /** The JMS message selector, empty if every letter is meant. No value can hold a quote. */
    String selector() {
        List<String> conditions = new ArrayList<>();
        sink.ifPresent(value -> conditions.add("deliverySink = '" + value + "'"));
        type.ifPresent(value -> conditions.add("type = '" + value + "'"));
        if (!callSids.isEmpty()) {
            conditions.add("callSid IN ('" + String.join("', '", callSids) + "')");
        }
        since.ifPresent(value -> conditions.add("JMSTimestamp >= " + value.toEpochMilli()));
        until.ifPresent(value -> conditions.add("JMSTimestamp <= " + value.toEpochMilli()));
        return String.join(" AND ", conditions);
    }

    /** The same, for what is there now: a letter that comes back meanwhile is not meant a second time. */
    String selectorNow(String condition) {
        return Stream.of(selector(), condition, "JMSTimestamp <= " + System.currentTimeMillis())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" AND "));
    }
}
