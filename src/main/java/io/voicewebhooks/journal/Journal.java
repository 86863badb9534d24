package io.voicewebhooks.journal;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.journal.embedded.BrokerQueues;
import io.voicewebhooks.journal.embedded.EmbeddedBroker;
import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.journal.spi.PendingEvent;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsEndpoint;
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

    private static final long WATCH_MILLIS = 1_000;
    /** A look at a broker that is not Artemis is a new connection each time. */
    private static final long FOREIGN_WATCH_MILLIS = 5_000;

    /** Each refusal is a line in the broker's log. */
    private static final Duration FIGURES_AGAIN = Duration.ofMinutes(1);

    private static final int CONNECTIONS = 4;
    /** For events that nobody waits for; a crash loses what arrived in this time. */
    private static final long PATIENCE_MILLIS = 5;

    static final BrokerQueues QUEUES =
            new BrokerQueues(Queues.EVENTS, Queues.DEAD_LETTER, Queues.FEED, Queues.GROUP_BUCKETS);

    private final ConnectionFactory foreign;
    private final EmbeddedBroker embedded;
    private final ActiveMQConnectionFactory artemis;
    private final ActiveMQConnectionFactory browsing;
    private final JmsPoolConnectionFactory pool;
    private final JournalWriter writer;
    private final BrokerPing probe;
    private final JournalWatch watch;
    private final QueueFigures figures;
    private final EstateWatch estate;

    private Journal(CamelContext context) throws JMSException {
        Settings settings = Settings.of(context);
        this.foreign = context.getRegistry().lookupByNameAndType(CONNECTION_FACTORY, ConnectionFactory.class);
        boolean external = settings.find(Key.BROKER_URL).isPresent();
        this.embedded = foreign == null && !external ? new EmbeddedBroker(context, QUEUES) : null;
        this.artemis = foreign == null ? client(settings) : null;
        this.browsing = foreign == null ? client(settings) : null;
        if (browsing != null) {
            browsing.setConsumerWindowSize(0);
        }
        this.watch = new JournalWatch(this::look, this::forgetConnections);
        this.figures = new QueueFigures(artemis, watch, FIGURES_AGAIN);
        this.estate = artemis == null || embedded != null
                ? null
                : new EstateWatch(() -> ArtemisClient.nodes(artemis), figures);
        Supplier<Set<String>> queues = () -> Queues.of(context);
        ConnectionFactory checked = artemis == null
                ? foreign
                : new CheckedConnections(artemis, queues, () -> watch.reachable() ? null : watch.problem());
        this.pool = artemis == null ? null : pool(checked);
        this.writer = new JournalWriter(embedded == null ? new JmsSender(checked) : embedded.sender(), PATIENCE_MILLIS);
        // a factory of its own: it waits for nobody
        this.probe = new BrokerPing(
                artemis == null ? foreign : new CheckedConnections(client(settings), queues, () -> null));
    }

    private ActiveMQConnectionFactory client(Settings settings) throws JMSException {
        return embedded == null
                ? ArtemisClient.to(settings.get(Key.BROKER_URL), settings)
                : ArtemisClient.to(embedded.connector(), settings);
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
    JmsComponent component() {
        return new BrokerComponent(connectionFactory(), watch::reachable);
    }

    /** Whether an endpoint is of the component {@code jms} of this application, and not of one that a user brings. */
    public static boolean isOurs(JmsEndpoint endpoint) {
        return endpoint.getComponent() instanceof BrokerComponent;
    }

    /**
     * Starts the embedded broker, if it is ours, and makes the queues that the routes of the context use. A broker that is
     * away, or a disk without room, does not stop the start, because callers can be answered all the same: events are
     * taken as soon as they can be stored.
     *
     * @param available runs in the background once events can be stored, and again after each time they could not
     * @throws ConfigurationException if the broker refuses us, would not keep events, or is more than one
     */
    public void start(Runnable available) throws Exception {
        if (embedded != null) {
            embedded.start();
        }
        if (estate != null) {
            estate.refuseMany();
        }
        try {
            look();
        } catch (JMSSecurityException e) {
            throw new ConfigurationException(List.of("the broker refuses " + Key.BROKER_USERNAME + " and "
                    + Key.BROKER_PASSWORD + ": " + e.getMessage()));
        } catch (JMSException | JournalUnavailableException e) {
            LOG.debug("the watch reports it and goes on", e);
            forgetConnections();
        }
        watch.start(isArtemis() ? WATCH_MILLIS : FOREIGN_WATCH_MILLIS, available);
        if (estate != null) {
            estate.start();
        }
        writer.start();
    }

    /**
     * Begins to store an event in the queue {@code voice.events}. One that the broker has already counts as stored.
     *
     * @param id         of the event
     * @param json       the event
     * @param properties JMS properties, and {@code JMSCorrelationID}
     * @return complete once the broker has it on disk; failed if that is not certain
     */
    public CompletableFuture<Void> store(String id, String json, Map<String, String> properties) {
        return writer.store(new PendingEvent(id, json, properties));
    }

    /** The same, but it fails at once if the journal takes no events now. */
    CompletableFuture<Void> storeOrRefuse(String id, String json, Map<String, String> properties) {
        String problem = problem();
        return problem == null
                ? store(id, json, properties)
                : CompletableFuture.failedFuture(new JournalUnavailableException(problem));
    }

    /**
     * The same for an event that nobody waits for: it fails at once if the journal takes none now, or if too many wait.
     */
    CompletableFuture<Void> offer(String id, String json, Map<String, String> properties) {
        String problem = problem() != null ? problem() : writer.isFull() ? "too many events wait for the disk" : null;
        return problem == null
                ? writer.offer(new PendingEvent(id, json, properties))
                : CompletableFuture.failedFuture(new JournalUnavailableException(problem));
    }

    private String look() throws Exception {
        if (embedded != null) {
            embedded.keepRunning();
        }
        probe.check();
        return embedded == null ? null : embedded.diskProblem();
    }

    /** Whoever comes next gets a new connection. */
    private void forgetConnections() {
        probe.close();
        if (pool != null) {
            pool.clear();
        }
        figures.forget();
    }

    /** Why no event can be stored now, or {@code null}; known without asking. */
    String problem() {
        return watch.problem();
    }

    /** Why events that are stored may not be delivered, or {@code null}; known without asking. */
    String danger() {
        return estate == null ? null : estate.problem();
    }

    /** Whether the broker is Artemis, so that it can be asked for figures. */
    public boolean isArtemis() {
        return artemis != null;
    }

    /** Figures of the queues; none where the broker is not Artemis. */
    QueueFigures figures() {
        return figures;
    }

    /** Why an Artemis broker gives us no figures, if it refuses them. */
    public Optional<String> refusal() {
        return figures.refusal();
    }

    /** Deliveries of a queue that wait for another try; nothing where the broker does not tell. */
    public OptionalLong scheduled(String queue) {
        return figures.scheduled(queue);
    }

    /** Messages that wait in a queue of an Artemis broker, scheduled ones included. */
    public long depth(String queue) throws Exception {
        return figures.ask(statistics -> statistics.depth(queue));
    }

    /** How many events wait in each queue of a sink that nobody reads, here or elsewhere; empty ones are left out. */
    public Map<String, Long> unread() {
        return figures.unread();
    }

    /** The messages of a queue that wait for their time: a JSON array of Artemis, with their properties. */
    public String scheduledMessages(String queue) throws Exception {
        return figures.ask(statistics -> statistics.scheduledMessages(queue));
    }

    /** The messages of a queue that consumers have: a JSON array of Artemis, an entry for each consumer. */
    public String deliveringMessages(String queue) throws Exception {
        return figures.ask(statistics -> statistics.deliveringMessages(queue));
    }

    /** How many messages of a queue match a JMS selector and can be consumed now. */
    public long count(String queue, String selector) throws Exception {
        return figures.ask(statistics -> statistics.count(queue, selector.replace("JMSTimestamp", "AMQTimestamp")));
    }

    /** Lets all of them be consumed at once. */
    public void deliverScheduled(String queue) throws Exception {
        figures.ask(statistics -> statistics.deliverScheduled(queue));
    }

    /** Closes whatever was opened, the broker last and in any case. */
    public void stop() throws Exception {
        try {
            if (estate != null) {
                estate.stop();
            }
            watch.stop();
            writer.stop();
        } finally {
            try {
                closeConnections();
            } finally {
                if (embedded != null) {
                    embedded.stop();
                }
            }
        }
    }

    private void closeConnections() {
        probe.stop();
        figures.forget();
        if (pool != null) {
            pool.stop();
        }
        if (artemis != null) {
            browsing.close();
            artemis.close();
        }
    }
}
