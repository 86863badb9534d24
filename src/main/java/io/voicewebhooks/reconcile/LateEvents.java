package io.voicewebhooks.reconcile;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.Delivery;
import io.voicewebhooks.event.RecoveredEvent;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code recoveredAs}, a step of the event router: an event that comes after another was made in its place names
 * that one. Where nothing was ever restored it costs nothing; a call log that does not answer keeps no event waiting.
 */
final class LateEvents implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(LateEvents.class);
    private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LoggedCalls log;
    /** So that a log that is away does not hold up each event. */
    private volatile long silentUntil = System.nanoTime();

    LateEvents(CamelContext context) {
        this.log = Settings.of(context).isOn(Key.CALLS_ENABLED) ? LoggedCalls.of(context) : null;
    }

    @Override
    public void process(Exchange exchange) {
        VoiceEvent event = exchange.getVariable(Delivery.EVENT, VoiceEvent.class);
        if (log == null
                || event.callsid() == null
                || !RecoveredEvent.canStandFor(event)
                || System.nanoTime() - silentUntil < 0) {
            return;
        }
        try {
            String id = RecoveredEvent.id(event.kind(), event.subject());
            if (log.hasMade(event.callsid(), id)) {
                VoiceEvent late = RecoveredEvent.late(event, id);
                exchange.setVariable(Delivery.EVENT, late);
                exchange.getMessage().setBody(VoiceEventJson.write(late));
            }
        } catch (RuntimeException e) {
            silentUntil = System.nanoTime() + SILENCE_NANOS;
            LOG.debug("whether {} was restored is not known", event.id(), e);
        }
    }
}
