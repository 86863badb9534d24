package io.voicewebhooks.delivery;

import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.journal.UnreadBody;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.observe.TraceContext;
import io.voicewebhooks.signature.TwilioSignature;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.MDC;

/**
 * The bean {@code delivery}: begins a try to deliver an event to a sink. The event becomes the variable {@code event}
 * (a {@link VoiceEvent}), what the router said of its audio the variable {@code audioSink}, to the call log of other
 * sinks {@code sinks}; the body stays its JSON. Every
 * header goes, so that none of them can address a mail, choose a URL or name an object; what a retry needs is kept for
 * {@link FailedDelivery}. A message that is no event fails with a {@link NotAnEventException}.
 */
public final class Delivery implements Processor {
    /** Variable of a route: the event. */
    public static final String EVENT = "event";
    /** JMS property and variable: the sink to which the router left the audio of a recording, if it is another one. */
    public static final String AUDIO_SINK = "audioSink";

    @Override
    public void process(Exchange exchange) {
        TraceContext.log(exchange);
        VoiceEvent event = begin(exchange);
        for (String name : List.of(AUDIO_SINK, Queues.SINKS)) {
            exchange.setVariable(name, OriginalMessage.of(exchange).properties().get(name));
        }
        MDC.put(TwilioSignature.MDC_CALL_SID, LogText.of(event.callsid() == null ? "" : event.callsid()));
    }

    /** Leaves the event's JSON as body, the event as variable, and no header. */
    static VoiceEvent begin(Exchange exchange) {
        String json = OriginalMessage.of(exchange).text();
        Message message = exchange.getMessage();
        if (message.getBody() instanceof UnreadBody unread) {
            throw new NotAnEventException("it has " + unread);
        }
        VoiceEvent event = VoiceEventJson.read(json);
        message.removeHeaders("*");
        message.setBody(json);
        exchange.setVariable(EVENT, event);
        return event;
    }
}
