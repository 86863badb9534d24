package io.voicewebhooks.delivery;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The bean {@code eventMessage}: turns an event into the message that goes into the journal: its JSON as text, the
 * properties {@code type} (without the prefix), {@code callSid}, {@code eventId}, and its partition key as correlation id
 * and message group.
 */
public final class EventMessage implements Processor {
    /** Artemis keeps a second message with the same value out of an address. */
    public static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        VoiceEvent event = message.getBody(VoiceEvent.class);
        message.removeHeaders("*");
        message.setBody(VoiceEventJson.write(event));
        describe(event, message);
        message.setHeader(DUPLICATE_ID, event.id());
    }

    /** Sets what a broker and its readers may know of an event without reading it. */
    static void describe(VoiceEvent event, Message message) {
        message.setHeader("type", event.kind());
        message.setHeader("eventId", event.id());
        if (event.callsid() != null) {
            message.setHeader("callSid", event.callsid());
        }
        message.setHeader("JMSCorrelationID", event.partitionkey());
        message.setHeader("JMSXGroupID", event.partitionkey());
    }
}
