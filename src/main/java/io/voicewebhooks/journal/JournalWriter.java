package io.voicewebhooks.journal;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores events, many with one write to the disk: whatever arrives while a write is under way goes into the next one, in one
 * transaction (group commit). One thread writes, so events stay in the order in which they came, and copies of one event
 * meet here, which Artemis would both store if they came at the same moment.
 */
final class JournalWriter {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    /** More in one transaction would make the first one wait too long. */
    private static final int MOST_AT_ONCE = 256;

    private final ConnectionFactory connections;
    private final BlockingQueue<PendingEvent> waiting = new LinkedBlockingQueue<>();
    private Thread thread;
    private Connection connection;
    private Session together;
    private MessageProducer producer;

    /**
     * @param connections to the broker; a connection that fails is closed and made anew
     */
    JournalWriter(ConnectionFactory connections) {
        this.connections = connections;
    }

    synchronized void start() {
        if (thread == null) {
            thread = new Thread(this::write, "journal-writer");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Stores an event and returns once the broker has it on disk.
     *
     * @throws JMSException if that is not certain
     */
    void store(PendingEvent event) throws JMSException {
        waiting.add(event);
        event.await();
    }

    private void write() {
        List<PendingEvent> batch = new ArrayList<>(MOST_AT_ONCE);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST_AT_ONCE - 1);
                write(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("the writer of the journal stops");
        } finally {
            waiting.drainTo(batch);
            batch.forEach(event -> event.failed(new JMSException("the journal is stopped")));
            forgetConnection();
        }
    }

    private void write(List<PendingEvent> batch) {
        Map<String, List<PendingEvent>> copies = new LinkedHashMap<>();
        batch.forEach(event ->
                copies.computeIfAbsent(event.id(), id -> new ArrayList<>(1)).add(event));
        try {
            if (!commit(copies.values())) {
                for (List<PendingEvent> same : copies.values()) {
                    sendAlone(same.get(0));
                }
            }
            batch.forEach(PendingEvent::stored);
        } catch (JMSException | RuntimeException e) {
            forgetConnection();
            batch.forEach(event -> event.failed(e));
        }
    }

    /**
     * Stores one of each in one transaction.
     *
     * @return false if the broker refused it as a whole: one of them was stored before
     */
    private boolean commit(Iterable<List<PendingEvent>> copies) throws JMSException {
        connect();
        try {
            for (List<PendingEvent> same : copies) {
                producer.send(message(together, same.get(0)));
            }
            together.commit();
            return true;
        } catch (JMSException e) {
            LOG.debug("the events are stored one by one", e);
            together.rollback();
            return false;
        }
    }

    /** Outside of a transaction the broker drops what it has already, and says that it is stored. */
    private void sendAlone(PendingEvent event) throws JMSException {
        try (Session alone = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer sender = alone.createProducer(alone.createQueue(Queues.EVENTS))) {
            sender.send(message(alone, event));
        }
    }

    private static TextMessage message(Session session, PendingEvent event) throws JMSException {
        TextMessage message = session.createTextMessage(event.json());
        for (Map.Entry<String, String> property : event.properties().entrySet()) {
            if (property.getKey().equals("JMSCorrelationID")) {
                message.setJMSCorrelationID(property.getValue());
            } else {
                message.setStringProperty(property.getKey(), property.getValue());
            }
        }
        return message;
    }

    private void connect() throws JMSException {
        if (connection == null) {
            connection = connections.createConnection();
            together = connection.createSession(true, Session.SESSION_TRANSACTED);
            producer = together.createProducer(together.createQueue(Queues.EVENTS));
            producer.setDisableMessageTimestamp(false);
        }
    }

    private void forgetConnection() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (JMSException e) {
                LOG.debug("the connection was broken", e);
            }
        }
    }

    /** Ends the writer; whoever waits is told that nothing is certain. */
    synchronized void stop() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(10_000);
            thread = null;
        }
    }
}
