package io.voicewebhooks.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.delivery.FailedDelivery;
import io.voicewebhooks.operations.SinkStates.State;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;

/**
 * An event that a sink has not got yet; nothing here tells a caller's number.
 *
 * @param state    {@code waiting} for its turn, {@code delivering}, {@code retrying}: for another try, {@code held}: its sink
 *                 is paused, or {@code off}: no route reads its queue
 * @param type     of the event; absent for a first try under way, of which Artemis does not tell it
 * @param nextTry  RFC 3339, absent if it does not wait for a time
 * @param reason   why its last try failed, or why its sink gets nothing
 * @param firstFailure RFC 3339, absent before its first try has failed
 * @param lastFailure  likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WaitingDelivery(
        String sink,
        String state,
        String eventId,
        String type,
        String callSid,
        int attempts,
        String nextTry,
        String reason,
        String firstFailure,
        String lastFailure) {

    /** One that can be consumed. */
    static WaitingDelivery of(State sink, Message message) throws JMSException {
        DeadLetter letter = DeadLetter.of(message);
        return new WaitingDelivery(
                sink.name(),
                sink.isActive() ? "waiting" : sink.isOff() ? sink.state() : "held",
                letter.eventId(),
                letter.type(),
                letter.callSid(),
                letter.attempts(),
                null,
                sink.isActive() ? letter.lastError() : sink.reason(),
                letter.firstFailure(),
                letter.lastFailure());
    }

    /** One that waits for another try, as Artemis lists it. */
    static WaitingDelivery scheduled(State sink, JsonNode message) {
        long time = message.path("_AMQ_SCHED_DELIVERY").asLong();
        String state = sink.isOff() ? sink.state() : "retrying";
        String reason = sink.isOff() ? sink.reason() : error(message);
        // the broker lets one that it takes back wait for a moment, too, and does not say until when
        return listed(
                sink,
                state,
                message,
                time == 0 ? null : Instant.ofEpochMilli(time).toString(),
                reason);
    }

    /** One that is under way, as Artemis lists it. */
    static WaitingDelivery underWay(State sink, JsonNode message) {
        return listed(sink, "delivering", message, null, error(message));
    }

    private static WaitingDelivery listed(State sink, String state, JsonNode message, String nextTry, String reason) {
        return new WaitingDelivery(
                sink.name(),
                state,
                message.path("eventId").asText(null),
                message.path(FailedDelivery.TYPE).asText(null),
                message.path("callSid").asText(null),
                message.path(FailedDelivery.ATTEMPTS).asInt(),
                nextTry,
                reason,
                message.path(FailedDelivery.FIRST_FAILURE).asText(null),
                message.path(FailedDelivery.LAST_FAILURE).asText(null));
    }

    private static String error(JsonNode message) {
        return DeadLetter.withoutUrls(message.path(FailedDelivery.LAST_ERROR).asText(null));
    }
}
