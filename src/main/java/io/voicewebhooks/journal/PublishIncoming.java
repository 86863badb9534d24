package io.voicewebhooks.journal;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.FailureLog;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.SignedParameters;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code publishIncoming}: makes the event {@code call.incoming} of the signed parameters in the body and has it
 * stored, if {@code voice.incoming.publish} is on. No caller waits for a disk, so this does not wait either: an event that
 * cannot be stored is counted and logged, and the call goes on.
 */
public final class PublishIncoming implements Processor {
    private final Journal journal;
    private final VoiceEvents events;
    private final VoiceMetrics metrics;
    private final boolean publish;
    private final FailureLog log = new FailureLog(
            LoggerFactory.getLogger(PublishIncoming.class),
            "events of incoming calls cannot be stored",
            "events of incoming calls are stored again");

    public PublishIncoming(CamelContext context, VoiceEvents events) {
        this.journal = Journal.of(context);
        this.events = events;
        this.metrics = VoiceMetrics.of(context);
        this.publish = Boolean.parseBoolean(Settings.of(context).get(Key.INCOMING_PUBLISH));
    }

    @Override
    public void process(Exchange exchange) {
        SignedParameters parameters = exchange.getMessage().getBody(SignedParameters.class);
        VoiceEvent event = events.incoming(parameters);
        if (publish && isNew(parameters.text("CallStatus"))) {
            journal.offer(event.id(), VoiceEventJson.write(event), EventMessage.properties(event))
                    .whenComplete((nothing, failure) -> stored(failure));
        }
    }

    /**
     * With any other status it is a later request of a call, or the call is not an incoming one. Calls of a SIP domain come
     * without; a later request of such a call has the id of the first one and is stored once.
     */
    private static boolean isNew(String status) {
        return status.isEmpty() || status.equals("ringing");
    }

    private void stored(Throwable failure) {
        if (failure == null) {
            log.worked();
        } else {
            metrics.unpublished();
            log.failed(Cause.of(failure));
        }
    }
}
