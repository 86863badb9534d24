package io.voicewebhooks.operations;

import io.voicewebhooks.journal.Journal;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.util.function.ThrowingBiConsumer;

/** Messages of a queue, or those that a JMS selector names. In plain JMS, so any broker will do. */
record QueueMessages(Journal journal, String queue, String selector) {
    private static final int BATCH = 100;

    /** For a message that was seen a moment ago. */
    private static final long WAIT_MILLIS = 5_000;

    /** What is to be done with a message that leaves the queue, in its transaction. */
    interface Fate {
        void of(DeadLetter letter, JMSContext session, Message message) throws JMSException;
    }

    /** Looks at them where they are, each with its number, from 0. Returns how many there were. */
    int browse(long most, ThrowingBiConsumer<Integer, Message, JMSException> look) {
        try (JMSContext session = journal.browsing().createContext(JMSContext.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(queue), selector)) {
            Enumeration<?> messages = browser.getEnumeration();
            int seen = 0;
            for (; seen < most && messages.hasMoreElements(); seen++) {
                look.accept(seen, (Message) messages.nextElement());
            }
            return seen;
        } catch (JMSException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Takes them out, unless that is cancelled, and tells of each once it has left the queue. Returns how many there were. */
    int take(long most, Fate fate, Progress progress, Consumer<DeadLetter> gone) {
        progress.expect(most);
        int taken = 0;
        try (JMSContext session = journal.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED);
                JMSConsumer consumer = session.createConsumer(session.createQueue(queue), selector)) {
            List<DeadLetter> batch = new ArrayList<>();
            boolean more = most > 0;
            while (more) {
                Message message = consumer.receive(WAIT_MILLIS);
                if (message != null) {
                    DeadLetter letter = DeadLetter.of(message);
                    fate.of(letter, session, message);
                    batch.add(letter);
                    taken++;
                }
                more = message != null && taken < most;
                if (!more || batch.size() == BATCH) {
                    session.commit();
                    batch.forEach(gone);
                    progress.step(batch.size());
                    batch.clear();
                    more = more && !progress.isCancelled();
                }
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return taken;
    }
}
