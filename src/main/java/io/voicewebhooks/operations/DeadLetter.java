package io.voicewebhooks.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.voicewebhooks.delivery.FailedDelivery;
import io.voicewebhooks.journal.Queues;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;
import java.util.List;

/**
 * A delivery that failed for good, without its event: nothing here tells a caller's number.
 *
 * @param id           its JMS message id without {@code ID:}
 * @param sink         the sink that did not get it, absent if somebody else put the message there
 * @param attempts     failed tries
 * @param firstFailure RFC 3339
 * @param lastFailure  RFC 3339
 * @param lastError    why the last try failed
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

    static DeadLetter of(Message message) throws JMSException {
        return new DeadLetter(
                message.getJMSMessageID().replaceFirst("^" + ID_PREFIX, ""),
                message.getStringProperty(FailedDelivery.SINK),
                message.getStringProperty("eventId"),
                message.getStringProperty("type"),
                message.getStringProperty("callSid"),
                message.propertyExists(FailedDelivery.ATTEMPTS) ? message.getIntProperty(FailedDelivery.ATTEMPTS) : 0,
                message.getStringProperty(FailedDelivery.FIRST_FAILURE),
                message.getStringProperty(FailedDelivery.LAST_FAILURE),
                message.getStringProperty(FailedDelivery.LAST_ERROR));
    }

    /** A try that failed. */
    record Failure(String time, String error) {}

    /** The latest failures with their times. */
    static List<Failure> errors(Message message) throws JMSException {
        String errors = message.getStringProperty(FailedDelivery.ERRORS);
        return (errors == null ? "" : errors)
                .lines()
                .map(line -> line.split(" ", 2))
                .map(line -> new Failure(line[0], line.length < 2 ? "" : line[1]))
                .toList();
    }

    /** The event as it is stored. */
    static String event(Message message) throws JMSException {
        try {
            return message.getBody(String.class);
        } catch (MessageFormatException e) {
            return null;
        }
    }

    /** The selector that finds one letter; {@code null} if the id cannot be one. */
    static String selector(String id) {
        return id.matches("[\\x21-\\x26\\x28-\\x7E]{1,200}") ? "JMSMessageID = '" + ID_PREFIX + id + "'" : null;
    }

    /** For a log line. */
    String inWords() {
        return id + ": event " + eventId + " (" + type + ", call " + callSid + ") of the sink " + sink;
    }

    /** Sends the event to its sink's queue as one that was never tried: without attempts and without a duplicate id. */
    void sendAfresh(JMSContext session, Message message) throws JMSException {
        TextMessage fresh = session.createTextMessage(event(message));
        for (String property : List.of("type", "callSid", "eventId", "JMSXGroupID")) {
            if (message.getStringProperty(property) != null) {
                fresh.setStringProperty(property, message.getStringProperty(property));
            }
        }
        fresh.setJMSCorrelationID(message.getJMSCorrelationID());
        session.createProducer().send(session.createQueue(Queues.SINK_PREFIX + sink), fresh);
    }
}
