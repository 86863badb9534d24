package io.voicewebhooks.journal;

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

    PendingEvent(String id, String json, Map<String, String> properties) {
        this(id, json, properties, new CompletableFuture<>());
    }

    void stored() {
        outcome.complete(null);
    }

    void failed(Throwable why) {
        outcome.completeExceptionally(why);
    }
}
