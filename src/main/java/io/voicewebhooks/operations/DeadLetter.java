package io.voicewebhooks.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.voicewebhooks.delivery.Delivery;
import io.voicewebhooks.delivery.FailedDelivery;
import io.voicewebhooks.delivery.Reason;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.outbound.CallPlacement;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A delivery that failed for good, without its event: nothing here tells a caller's number.
 *
 * @param id           its JMS message id without {@code ID:}
 * @param sink         the sink that did not get it, absent if somebody else put the message there
 * @param firstFailure RFC 3339
 * @param lastFailure  RFC 3339
 * @param lastError    without what an URL may hold behind its host
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetter(
        String id,
        String sink,
        String eventId,
        String type,
        String callSid,
        int attempts,
        String firstFailure,
        String lastFailure,
        String lastError) {

    private static final String ID_PREFIX = "ID:";
    private static final List<String> OF_EVENT =
            List.of("type", "callSid", "eventId", "JMSXGroupID", Delivery.AUDIO_SINK, Queues.SINKS);

    static DeadLetter of(Message message) throws JMSException {
        String id = message.getJMSMessageID();
        return new DeadLetter(
                id == null ? "" : id.replaceFirst("^" + ID_PREFIX, ""),
                text(message, FailedDelivery.SINK),
                text(message, "eventId"),
                text(message, "type"),
                text(message, "callSid"),
                message.getObjectProperty(FailedDelivery.ATTEMPTS) instanceof Integer attempts ? attempts : 0,
                text(message, FailedDelivery.FIRST_FAILURE),
                text(message, FailedDelivery.LAST_FAILURE),
                withoutUrls(text(message, FailedDelivery.LAST_ERROR)));
    }

    /** A property as text, if it can be: others may be able to write to the queue. */
    static String text(Message message, String property) throws JMSException {
        try {
            return message.getStringProperty(property);
        } catch (MessageFormatException e) {
            return null;
        }
    }

    record Failure(String time, String error) {}

    /** The latest failures with their times. */
    static List<Failure> errors(Message message) throws JMSException {
        return Objects.requireNonNullElse(text(message, FailedDelivery.ERRORS), "")
                .lines()
                .map(line -> line.split(" ", 2))
                .map(line -> new Failure(line[0], line.length < 2 ? "" : withoutUrls(line[1])))
                .toList();
    }

    /** The event as it is stored; {@code null} if it is no text, and never an object. */
    static String event(Message message) throws JMSException {
        return message instanceof TextMessage text ? text.getText() : null;
    }

    /** The selector that finds one letter; none if the id cannot be one. */
    static Optional<String> selector(String id) {
        return Optional.of(id)
                .filter(text -> text.matches("[\\x21-\\x26\\x28-\\x7E]{1,200}"))
                .map(text -> "JMSMessageID = '" + ID_PREFIX + text + "'");
    }

    /** Others may have written it. */
    static String withoutUrls(String error) {
        return error == null ? null : Reason.withoutUrls(error);
    }

    /** For a log line. */
    String inWords() {
        return LogText.of("%s: event %s (%s, call %s) of the sink %s".formatted(id, eventId, type, callSid, sink), 400);
    }

    /** The same without letter and sink. */
    String eventInWords() {
        return LogText.of("%s (%s, call %s)".formatted(eventId, type, callSid), 400);
    }

    /**
     * Sends the event to its sink's queue as one that was never tried: without attempts and without a duplicate id. Of a
     * request for a call goes along that it may have been placed.
     */
    void sendAfresh(JMSContext session, Message message) throws JMSException {
        boolean isRequest = CallPlacement.QUEUE.equals(sink);
        TextMessage fresh = session.createTextMessage(event(message));
        for (String property : isRequest ? List.of(CallPlacement.MAY_BE_PLACED) : OF_EVENT) {
            if (text(message, property) != null) {
                fresh.setStringProperty(property, text(message, property));
            }
        }
        fresh.setJMSCorrelationID(message.getJMSCorrelationID());
        session.createProducer().send(session.createQueue(isRequest ? sink : Queues.SINK_PREFIX + sink), fresh);
    }
}
