package io.voicewebhooks.journal;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;

/** Asks a broker whether it is there and, where it is Artemis, whether it has our queues, over a connection of its own. */
final class BrokerPing {
    private final ConnectionFactory connections;
    private ActiveMQConnection kept;

    BrokerPing(ConnectionFactory connections) {
        this.connections = connections;
    }

    void check() throws JMSException {
        if (kept != null && connections instanceof CheckedConnections checked) {
            checked.check(kept);
            return;
        }
        Connection connection = connections.createConnection();
        if (connections instanceof CheckedConnections) {
            kept = (ActiveMQConnection) connection;
        } else {
            connection.close();
        }
    }

    /** Forgets the connection: the next check makes a new one. */
    void close() {
        ActiveMQConnection connection = kept;
        kept = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (JMSException e) {
                // it was broken
            }
        }
    }

    void stop() {
        close();
        if (connections instanceof CheckedConnections checked) {
            checked.stop();
        }
    }
}
