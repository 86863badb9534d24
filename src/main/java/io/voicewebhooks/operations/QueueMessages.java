package io.voicewebhooks.operations;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes messages out of a queue, a hundred in one transaction.
 *
 * @param connections to the broker
 * @param queue       for example {@code voice.dead-letter}
 * @param selector    which messages
 */
record Sweep(ConnectionFactory connections, String queue, String selector) {
    private static final int BATCH = 100;

    /** For a message that was seen a moment ago. */
    private static final long WAIT_MILLIS = 5_000;

    /** What is to be done with a message that leaves the queue, in its transaction. */
    interface Fate {
        void of(JMSContext session, Message message, DeadLetter letter) throws JMSException;
    }

    static final Fate REMOVE = (session, message, letter) -> {};

    /**
     * Takes them.
     *
     * @param most how many at most
     * @param gone is told of each once it has left the queue
     * @return how many there were
     */
    int take(long most, Fate fate, Consumer<DeadLetter> gone) {
        int taken = 0;
        try (JMSContext session = connections.createContext(JMSContext.SESSION_TRANSACTED);
                JMSConsumer consumer = session.createConsumer(session.createQueue(queue), selector)) {
            List<DeadLetter> batch = new ArrayList<>();
            boolean more = most > 0;
            while (more) {
                Message message = consumer.receive(WAIT_MILLIS);
                if (message != null) {
                    DeadLetter letter = DeadLetter.of(message);
                    fate.of(session, message, letter);
                    batch.add(letter);
                    taken++;
                }
                more = message != null && taken < most;
                if (!more || batch.size() == BATCH) {
                    session.commit();
                    batch.forEach(gone);
                    batch.clear();
                }
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return taken;
    }
}
