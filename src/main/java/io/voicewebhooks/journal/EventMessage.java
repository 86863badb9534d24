package io.voicewebhooks.journal;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import java.util.LinkedHashMap;
import java.util.Map;
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
        properties(event).forEach(message::setHeader);
    }

    /** Everything but the JSON. */
    public static Map<String, String> properties(VoiceEvent event) {
        Map<String, String> properties = description(event);
        properties.put(DUPLICATE_ID, event.id());
        return properties;
    }

    /** What a broker and its readers may know of an event without reading it. */
    public static Map<String, String> description(VoiceEvent event) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("type", event.kind());
        properties.put("eventId", event.id());
        if (event.callsid() != null) {
            properties.put("callSid", event.callsid());
        }
        properties.put("JMSCorrelationID", event.partitionkey());
        properties.put("JMSXGroupID", event.partitionkey());
        return properties;
    }
}
