package io.voicewebhooks.event;

import io.voicewebhooks.signature.SignedParameters;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the event {@code call.incoming} of a new call, in the variable {@code event}; of one that comes back it makes none. */
final class NewCall implements Processor {
    /** Calls of a SIP domain come without a status. */
    private static final Set<String> STATUS = Set.of("ringing", "");

    private final VoiceEvents events;

    NewCall(VoiceEvents events) {
        this.events = events;
    }

    @Override
    public void process(Exchange exchange) {
        SignedParameters parameters = exchange.getMessage().getBody(SignedParameters.class);
        boolean isNew = STATUS.contains(parameters.text("CallStatus"));
        exchange.setVariable("event", isNew ? events.incoming(parameters) : null);
    }
}
