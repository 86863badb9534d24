package io.voicewebhooks.journal;

import jakarta.jms.JMSException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An event on its way into the journal, and whether it has arrived there. */
final class PendingEvent {
    /** Longer than a broker that does not answer may take; see {@link ArtemisClient}. */
    private static final long LONGEST_SECONDS = 12;

    private final String id;
    private final String json;
    private final Map<String, String> properties;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    /**
     * @param id         of the event
     * @param properties JMS properties, and {@code JMSCorrelationID}
     */
    PendingEvent(String id, String json, Map<String, String> properties) {
        this.id = id;
        this.json = json;
        this.properties = properties;
    }

    String id() {
        return id;
    }

    String json() {
        return json;
    }

    Map<String, String> properties() {
        return properties;
    }

    void stored() {
        outcome.complete(null);
    }

    void failed(Exception why) {
        outcome.completeExceptionally(why);
    }

    void await() throws JMSException {
        try {
            outcome.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            JMSException failure = new JMSException(e.getCause().getMessage());
            failure.initCause(e.getCause());
            throw failure;
        } catch (TimeoutException e) {
            throw new JMSException("the broker takes too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JMSException("interrupted");
        }
    }
}
