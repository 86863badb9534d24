package io.voicewebhooks.delivery;

import io.voicewebhooks.event.NotAnEventException;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.journal.EventMessage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The bean {@code routing}, the first step of the event router: the event becomes the variable {@code event}, and no header
 * stays but those that {@link EventMessage} makes of it. Others may be able to write to the journal's queue, so what the
 * message itself said of type, id and call does not count. A message that is no event fails with a
 * {@link NotAnEventException}.
 */
public final class Routing implements Processor {

    @Override
    public void process(Exchange exchange) {
        VoiceEvent event = Delivery.begin(exchange);
        EventMessage.description(event).forEach(exchange.getMessage()::setHeader);
    }
}
