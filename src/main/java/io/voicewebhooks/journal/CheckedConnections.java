package io.voicewebhooks.journal;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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
    private static final long WAIT_SECONDS = 3;

    private final ActiveMQConnectionFactory factory;
    private final Supplier<Set<String>> queues;
    private final Supplier<String> obstacle;
    private final Lock oneAtATime = new ReentrantLock();

    /**
     * @param factory  must not reconnect by itself
     * @param obstacle why there is no point in trying, or {@code null}
     */
    CheckedConnections(ActiveMQConnectionFactory factory, Supplier<Set<String>> queues, Supplier<String> obstacle) {
        this.factory = factory;
        this.queues = queues;
        this.obstacle = obstacle;
    }

    @Override
    public ActiveMQConnection createConnection() throws JMSException {
        return createConnection(factory.getUser(), factory.getPassword());
    }

    @Override
    public ActiveMQConnection createConnection(String user, String password) throws JMSException {
        // while a broker is away all threads come here, and the factory takes one after the other
        try {
            if (!oneAtATime.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new JMSException("the broker takes too long to connect");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JMSException("interrupted");
        }
        try {
            String known = obstacle.get();
            if (known != null) {
                throw new JMSException(known);
            }
            return connect(user, password);
        } finally {
            oneAtATime.unlock();
        }
    }

    private ActiveMQConnection connect(String user, String password) throws JMSException {
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

    void stop() {
        factory.close();
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
