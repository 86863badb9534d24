package io.voicewebhooks.journal;

import io.voicewebhooks.journal.spi.EventSender;
import io.voicewebhooks.journal.spi.PendingEvent;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.support.JmsUtils;

/** Sends events to a broker of the estate. */
final class JmsSender implements EventSender {
    private static final Logger LOG = LoggerFactory.getLogger(JmsSender.class);

    private final ConnectionFactory connections;
    private Connection connection;
    private Session together;
    private MessageProducer producer;

    JmsSender(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public boolean sendTogether(List<PendingEvent> events) throws JMSException {
        connect();
        try {
            for (PendingEvent event : events) {
                producer.send(message(together, event));
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
    @Override
    public void sendAlone(PendingEvent event) throws JMSException {
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
        }
    }

    @Override
    public void reset() {
        Connection broken = connection;
        connection = null;
        JmsUtils.closeConnection(broken);
    }
}
