package io.voicewebhooks.journal;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker that holds the events and the Camel component {@code jms} that speaks to it: an {@link EmbeddedBroker}, the
 * Artemis server of {@code voice.broker.url}, or whatever an application binds as {@value #CONNECTION_FACTORY}.
 */
public final class Journal {
    /** Name under which an application binds the ConnectionFactory of another JMS 2 broker. */
    public static final String CONNECTION_FACTORY = "voiceConnectionFactory";

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** A caller waits at most 15 s; a broker that does not answer has to be noticed long before. */
    private static final String CLIENT_OPTIONS =
            "callTimeout=4000&callFailoverTimeout=4000&connectionTtl=30000&consumerWindowSize=65536";

    private static final int CONNECTIONS = 4;

    private final Settings settings;
    private final ConnectionFactory foreign;
    private final EmbeddedBroker embedded;
    private final ActiveMQConnectionFactory artemis;
    private final ActiveMQConnectionFactory browsing;
    private final JmsPoolConnectionFactory pool;
    private JournalStatistics statistics;

    private Journal(CamelContext context) throws JMSException {
        this.settings = Settings.of(context);
        this.foreign = context.getRegistry().lookupByNameAndType(CONNECTION_FACTORY, ConnectionFactory.class);
        boolean external = settings.find(Key.BROKER_URL).isPresent();
        this.embedded = foreign == null && !external ? new EmbeddedBroker(settings) : null;
        String url = external || embedded == null ? settings.get(Key.BROKER_URL) : embedded.url();
        this.artemis = foreign == null ? artemis(url) : null;
        this.browsing = foreign == null ? artemis(url) : null;
        if (browsing != null) {
            browsing.setConsumerWindowSize(0);
        }
        this.pool = foreign == null ? pool(artemis) : null;
    }

    /** The journal of a context; made, but not started, by the first call. */
    public static synchronized Journal of(CamelContext context) {
        Journal known = context.getCamelContextExtension().getContextPlugin(Journal.class);
        if (known == null) {
            try {
                known = new Journal(context);
            } catch (JMSException e) {
                throw new IllegalArgumentException(Key.BROKER_URL + ": " + e.getMessage(), e);
            }
            context.getCamelContextExtension().addContextPlugin(Journal.class, known);
        }
        return known;
    }

    private ActiveMQConnectionFactory artemis(String url) throws JMSException {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                url + (url.contains("?") ? "&" : "?") + CLIENT_OPTIONS + "&reconnectAttempts=-1");
        settings.find(Key.BROKER_USERNAME).ifPresent(factory::setUser);
        settings.find(Key.BROKER_PASSWORD).ifPresent(factory::setPassword);
        return factory;
    }

    private static JmsPoolConnectionFactory pool(ConnectionFactory factory) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        pool.setMaxConnections(CONNECTIONS);
        return pool;
    }

    /**
     * The one factory of everything that reads and writes here: consuming an event and sending it on is one transaction
     * only if both use the same object.
     */
    public ConnectionFactory connectionFactory() {
        return foreign != null ? foreign : pool;
    }

    /**
     * Connections for looking at a queue without taking anything. With a window Artemis' browser may say that there is no
     * more while the broker waits for the credit to go on; without one it asks for each message.
     */
    public ConnectionFactory browsing() {
        return foreign != null ? foreign : browsing;
    }

    /** The component {@code jms}, for this broker. */
    public JmsComponent component() {
        return JmsComponent.jmsComponent(connectionFactory());
    }

    /** Starts the embedded broker, if it is ours, and makes the queues that the routes of the context use. */
    public void start(CamelContext context) throws Exception {
        if (embedded != null) {
            embedded.start();
        }
        if (artemis != null) {
            Queues.declare(artemis, artemis.getUser(), artemis.getPassword(), Queues.of(context));
        }
    }

    /** Whether the broker is Artemis, so that it can be asked for figures. */
    public boolean isArtemis() {
        return artemis != null;
    }

    /** The broker's figures; connects when first asked. */
    synchronized JournalStatistics statistics() throws Exception {
        if (statistics == null) {
            statistics = new JournalStatistics(artemis);
        }
        return statistics;
    }

    /** Deliveries of a queue that wait for another try; 0 where the broker does not tell. */
    public long scheduled(String queue) {
        try {
            return isArtemis() ? statistics().scheduled(queue) : 0;
        } catch (Exception e) {
            LOG.debug("the broker does not say how many deliveries of {} wait", queue, e);
            return 0;
        }
    }

    /** Messages that wait in a queue of an Artemis broker, scheduled ones included. */
    public long depth(String queue) throws Exception {
        return statistics().depth(queue);
    }

    /** The messages of a queue that wait for their time: a JSON array of Artemis, with their properties. */
    public String scheduledMessages(String queue) throws Exception {
        return statistics().scheduledMessages(queue);
    }

    /** Lets all of them be consumed at once. */
    public void deliverScheduled(String queue) throws Exception {
        statistics().deliverScheduled(queue);
    }

    /** Returns if the broker answers, within a few seconds. */
    void ping() throws Exception {
        if (isArtemis()) {
            statistics().depth(Queues.EVENTS);
        } else {
            foreign.createConnection().close();
        }
    }

    /** Closes whatever was opened. */
    public synchronized void stop() throws Exception {
        if (statistics != null) {
            statistics.stop();
            statistics = null;
        }
        if (pool != null) {
            pool.stop();
        }
        if (artemis != null) {
            browsing.close();
            artemis.close();
        }
        if (embedded != null) {
            embedded.stop();
        }
    }
}
