package io.voicewebhooks.delivery;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.signature.LogText;
import io.voicewebhooks.signature.TwilioSignature;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.MDC;

/**
 * The bean {@code delivery}: begins a try to deliver an event to a sink. The event becomes the variable {@code event}
 * (a {@link VoiceEvent}); the body stays its JSON; every header goes, so that none of them can address a mail, choose a URL
 * or name an object; what a retry needs is kept for {@link FailedDelivery}.
 */
public final class Delivery implements Processor {
    /** Variable of a route: the event. */
    public static final String EVENT = "event";

    static final String TRY = "voiceDelivery";

    /**
     * A try in progress.
     *
     * @param json       the event as it came
     * @param properties its JMS properties
     */
    record Try(String json, Map<String, Object> properties) {}

    @Override
    public void process(Exchange exchange) throws UndeliverableException {
        Message message = exchange.getMessage();
        String json = message.getBody(String.class);
        Map<String, Object> properties = new LinkedHashMap<>();
        EventMessage.PROPERTIES.forEach(name -> {
            Object value = message.getHeader(name);
            if (value != null) {
                properties.put(name, value);
            }
        });
        exchange.setProperty(TRY, new Try(json, properties));
        message.removeHeaders("*");
        message.setBody(json);
        VoiceEvent event = read(json);
        exchange.setVariable(EVENT, event);
        MDC.put(TwilioSignature.MDC_CALL_SID, LogText.of(event.callsid() == null ? "" : event.callsid()));
    }

    private static VoiceEvent read(String json) throws UndeliverableException {
        try {
            return VoiceEventJson.read(json);
        } catch (IllegalArgumentException e) {
            throw new UndeliverableException(e.getMessage());
        }
    }
}
