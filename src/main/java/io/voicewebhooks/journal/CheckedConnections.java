package io.voicewebhooks.journal;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.JMSExceptionHelper;

/**
 * Connections to an Artemis broker that has our queues: each connection checks them before anybody can use it, and none
 * outlives the broker process that it was made to. A broker that came back empty would otherwise confirm every event and
 * keep none.
 */
final class CheckedConnections implements ConnectionFactory {
    private final ActiveMQConnectionFactory factory;
    private final Supplier<Set<String>> queues;

    /**
     * @param factory makes the connections; must not reconnect by itself
     * @param queues  names of the queues that have to exist
     */
    CheckedConnections(ActiveMQConnectionFactory factory, Supplier<Set<String>> queues) {
        this.factory = factory;
        this.queues = queues;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return createConnection(factory.getUser(), factory.getPassword());
    }

    @Override
    public ActiveMQConnection createConnection(String user, String password) throws JMSException {
        ActiveMQConnection connection = (ActiveMQConnection) factory.createConnection(user, password);
        try {
            check(connection);
            return connection;
        } catch (JMSException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Makes what is missing. */
    void check(ActiveMQConnection connection) throws JMSException {
        try {
            Queues.declare(connection.getInitialSession(), queues.get());
        } catch (ActiveMQException e) {
            throw JMSExceptionHelper.convertFromActiveMQException(e);
        }
    }

    @Override
    public JMSContext createContext() {
        throw onlyPooled();
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        throw onlyPooled();
    }

    @Override
    public JMSContext createContext(String user, String password) {
        throw onlyPooled();
    }

    @Override
    public JMSContext createContext(String user, String password, int sessionMode) {
        throw onlyPooled();
    }

    private static UnsupportedOperationException onlyPooled() {
        return new UnsupportedOperationException("the pool around this factory makes contexts from connections");
    }
}
