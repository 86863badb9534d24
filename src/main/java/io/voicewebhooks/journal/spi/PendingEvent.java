package io.voicewebhooks.journal.spi;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * An event on its way into the journal.
 *
 * @param id         of the event
 * @param json       the event
 * @param properties JMS properties, and {@code JMSCorrelationID}
 * @param outcome    complete once the broker has the event on disk; failed if that is not certain
 */
public record PendingEvent(String id, String json, Map<String, String> properties, CompletableFuture<Void> outcome) {

    /** One that nobody has stored yet. */
    public PendingEvent(String id, String json, Map<String, String> properties) {
        this(id, json, properties, new CompletableFuture<>());
    }

    /** Tells whoever waits that the event is on disk. */
    public void stored() {
        outcome.complete(null);
    }

    /** Tells whoever waits that this is not certain. */
    public void failed(Throwable why) {
        outcome.completeExceptionally(why);
    }
}
