package io.voicewebhooks.journal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnector;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQComponent;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ClientConnectionLifeCycleListener;
import org.apache.activemq.artemis.spi.core.remoting.ClientProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Connection;
import org.apache.activemq.artemis.spi.core.remoting.Connector;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/**
 * Connects clients to the broker of this JVM. What the broker sends them is received by the broker's own thread; Artemis'
 * connector would wake another one for each message, which costs more than to receive it. Receiving never waits: a client
 * puts the message into its buffer or completes a call. What clients send is passed on as Artemis does it.
 */
final class DirectConnector extends InVMConnector implements ClientConnectionLifeCycleListener {
    private final ClientConnectionLifeCycleListener client;
    private final Executor closing;
    private final ConcurrentMap<Object, Connection> open = new ConcurrentHashMap<>();

    /** For Artemis, by name. */
    public static final class Factory extends InVMConnectorFactory {
        @Override
        public Connector createConnector(
                Map<String, Object> configuration,
                BufferHandler handler,
                ClientConnectionLifeCycleListener client,
                Executor closing,
                Executor threads,
                ScheduledExecutorService timer,
                ClientProtocolManager protocol) {
            return new DirectConnector(configuration, handler, client, closing, threads, protocol);
        }
    }

    private DirectConnector(
            Map<String, Object> configuration,
            BufferHandler handler,
            ClientConnectionLifeCycleListener client,
            Executor closing,
            Executor threads,
            ClientProtocolManager protocol) {
        super(configuration, handler, client, closing, threads, protocol);
        this.client = client;
        this.closing = closing;
    }

    private InVMAcceptor acceptor() {
        return (InVMAcceptor) getAcceptor();
    }

    @Override
    public Connection createConnection() {
        InVMAcceptor acceptor = acceptor();
        if (acceptor == null) {
            return null;
        }
        Connection connection = internalCreateConnection(
                acceptor.getHandler(), this, acceptor.getExecutorFactory().getExecutor());
        // one at a time and in their order, whichever thread comes with them
        acceptor.connect((String) connection.getID(), getHandler(), this, new OrderedExecutor(Runnable::run));
        return connection;
    }

    @Override
    public void disconnect(String id) {
        Connection connection = open.get(id);
        if (isStarted() && connection != null) {
            connection.close();
        }
    }

    @Override
    public synchronized void close() {
        if (isStarted()) {
            open.keySet().forEach(id -> client.connectionDestroyed(id, false));
        }
        super.close();
    }

    @Override
    public void connectionCreated(ActiveMQComponent component, Connection connection, ClientProtocolManager protocol) {
        open.put(connection.getID(), connection);
        client.connectionCreated(component, connection, protocol);
    }

    @Override
    public void connectionDestroyed(Object id, boolean failed) {
        if (open.remove(id) != null) {
            acceptor().disconnect((String) id);
            // on another thread, as Artemis does it, against deadlocks
            closing.execute(() -> client.connectionDestroyed(id, failed));
        }
    }

    @Override
    public void connectionException(Object id, ActiveMQException failure) {
        closing.execute(() -> client.connectionException(id, failure));
    }

    @Override
    public void connectionReadyForWrites(Object id, boolean ready) {
        // they are always ready
    }
}
