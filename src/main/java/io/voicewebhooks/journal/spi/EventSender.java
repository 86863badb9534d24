package io.voicewebhooks.journal.spi;

import java.util.List;

/** Puts events into the queue {@code voice.events} of a broker; used by one thread. */
public interface EventSender {

    /**
     * Stores events in one transaction and returns once the broker has them on disk.
     *
     * @param events with different ids
     * @return false if the broker has one of them already and has stored none
     * @throws Exception if it is not certain that they are stored
     */
    boolean sendTogether(List<PendingEvent> events) throws Exception;

    /**
     * Stores an event, unless the broker has it already, and returns once it is on disk.
     *
     * @throws Exception if that is not certain
     */
    void sendAlone(PendingEvent event) throws Exception;

    /** Forgets what may be broken, if anything is kept from one event to the next. */
    default void reset() {}
}
