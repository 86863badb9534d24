package io.voicewebhooks.journal;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.SignedParameters;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code publishMissed}: makes the event {@code call.missed} of the signed parameters in the body and stores it.
 * The caller, who is still on the line, waits for that half of {@code voice.incoming.deadline} at most, and goes on then;
 * an event that cannot be stored is counted and logged.
 */
public final class PublishMissed implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(PublishMissed.class);

    private final Journal journal;
    private final VoiceEvents events;
    private final VoiceMetrics metrics;
    private final long longestMillis;

    public PublishMissed(CamelContext context, VoiceEvents events) {
        this.journal = Journal.of(context);
        this.events = events;
        this.metrics = VoiceMetrics.of(context);
        this.longestMillis =
                Settings.of(context).duration(Key.INCOMING_DEADLINE).toMillis() / 2;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        VoiceEvent event = events.missed(exchange.getMessage().getBody(SignedParameters.class));
        CompletableFuture<Void> stored = journal.storeOrRefuse(
                        event.id(), VoiceEventJson.write(event), EventMessage.properties(event))
                .exceptionally(why -> lost(event, why));
        try {
            stored.get(longestMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the event of a missed call is not stored yet, the caller goes on");
        }
    }

    /** On the journal's thread, which has no call of its own in the log. */
    private Void lost(VoiceEvent event, Throwable why) {
        LOG.error("the event of the missed call {} could not be stored: {}", event.callsid(), Cause.of(why));
        metrics.unpublished();
        return null;
    }
}
