package io.voicewebhooks.delivery;

import io.voicewebhooks.journal.Queues;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A message as it came from its queue: what is kept of it when it goes on to another one.
 *
 * @param text       its body: the JSON of an event; of a message that is none, what an operator may want to see of it
 * @param properties its JMS properties, as far as they are ours and of the type that we write
 */
record OriginalMessage(String text, Map<String, Object> properties) {
    /** Longer than any schedule. */
    private static final int MOST_ATTEMPTS = 10_000;

    private static final String PROPERTY = "voiceDelivery";

    /** What travels with an event from queue to queue. */
    private static final List<String> TEXTS = List.of(
            "type",
            "callSid",
            "eventId",
            "JMSCorrelationID",
            "JMSXGroupID",
            Delivery.AUDIO_SINK,
            Queues.SINKS,
            FailedDelivery.FIRST_FAILURE,
            FailedDelivery.LAST_ERROR,
            FailedDelivery.ERRORS);

    /** The message of an exchange, noted before anything changes it. */
    static OriginalMessage of(Exchange exchange) {
        OriginalMessage known = exchange.getProperty(PROPERTY, OriginalMessage.class);
        if (known == null) {
            known = of(exchange.getMessage());
            exchange.setProperty(PROPERTY, known);
        }
        return known;
    }

    private static OriginalMessage of(Message message) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : TEXTS) {
            if (message.getHeader(name) instanceof String text) {
                properties.put(name, text);
            }
        }
        if (message.getHeader(FailedDelivery.ATTEMPTS) instanceof Integer attempts
                && attempts > 0
                && attempts < MOST_ATTEMPTS) {
            properties.put(FailedDelivery.ATTEMPTS, attempts);
        }
        return new OriginalMessage(text(message.getBody()), properties);
    }

    private static String text(Object body) {
        if (body instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return body instanceof String || body instanceof Map ? body.toString() : "";
    }

    /** Makes a message what this one was. */
    void restore(Message message) {
        message.removeHeaders("*");
        message.setBody(text);
        properties.forEach(message::setHeader);
    }
}
