package io.voicewebhooks.journal;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.journal.spi.PendingEvent;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where events are kept: it stores them in the queue {@code voice.events} of its broker, watches whether it can, and gives
 * routes the Camel component {@code jms} that speaks to the same broker.
 */
public final class Journal {
    /** Name under which an application binds the ConnectionFactory of another JMS 2 broker. */
    public static final String CONNECTION_FACTORY = "voiceConnectionFactory";

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** Each refusal is a line in the broker's log. */
    private static final Duration FIGURES_AGAIN = Duration.ofMinutes(1);

    /** For events that nobody waits for; a crash loses what arrived in this time. */
    private static final long PATIENCE_MILLIS = 5;

    private final JournalBroker broker;
    private final JournalWriter writer;
    private final JournalWatch watch;
    private final QueueFigures figures;
    private final EstateWatch estate;

    private Journal(CamelContext context, boolean plain) throws JMSException {
        this.broker = new JournalBroker(context, this::obstacle);
        this.watch = new JournalWatch(broker::look, this::forgetConnections);
        this.figures = new QueueFigures(broker.artemis(), watch, FIGURES_AGAIN);
        this.estate = broker.isOfTheEstate() ? new EstateWatch(broker.artemis(), figures) : null;
        this.writer = new JournalWriter(broker.sender(plain), PATIENCE_MILLIS);
    }

    private String obstacle() {
        return watch.reachable() ? null : watch.problem();
    }

    /** The journal of a context; made, but not started, by the first call. */
    public static Journal of(CamelContext context) {
        return of(context, false);
    }

    /**
     * The same, made so that events reach our own broker as they would any other, by JMS: slower, and no less certain.
     */
    static Journal withPlainSender(CamelContext context) {
        return of(context, true);
    }

    private static synchronized Journal of(CamelContext context, boolean plain) {
        Journal known = context.getCamelContextExtension().getContextPlugin(Journal.class);
        if (known == null) {
            try {
                known = new Journal(context, plain);
            } catch (JMSException e) {
                throw new IllegalArgumentException(Key.BROKER_URL + ": " + e.getMessage(), e);
            }
            context.getCamelContextExtension().addContextPlugin(Journal.class, known);
        }
        return known;
    }

    /**
     * The one factory of everything that reads and writes here: consuming an event and sending it on is one transaction
     * only if both use the same object.
     */
    public ConnectionFactory connectionFactory() {
        return broker.shared();
    }

    /** Connections for looking at a queue without taking anything. */
    public ConnectionFactory browsing() {
        return broker.browsing();
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
        broker.start();
        if (estate != null) {
            estate.refuseMany();
        }
        try {
            broker.look();
        } catch (JMSSecurityException e) {
            throw new ConfigurationException(List.of("the broker refuses " + Key.BROKER_USERNAME + " and "
                    + Key.BROKER_PASSWORD + ": " + e.getMessage()));
        } catch (JMSException | JournalUnavailableException e) {
            LOG.debug("the watch reports it and goes on", e);
            forgetConnections();
        }
        watch.start(broker.lookMillis(), available);
        if (estate != null) {
            estate.start();
        }
        writer.start();
    }

    /**
     * Begins to store an event in the queue {@code voice.events}. One that the broker has already counts as stored.
     *
     * @return complete once the broker has it on disk; failed if that is not certain
     */
    public CompletableFuture<Void> store(PendingEvent event) {
        return writer.store(event);
    }

    /** The same, but it fails at once if the journal takes no events now. */
    CompletableFuture<Void> storeOrRefuse(PendingEvent event) {
        String problem = problem();
        return problem == null ? store(event) : refused(problem);
    }

    /**
     * The same for an event that nobody waits for: it fails at once if the journal takes none now, or if too many wait.
     */
    CompletableFuture<Void> offer(PendingEvent event) {
        String problem = problem() != null ? problem() : writer.isFull() ? "too many events wait for the disk" : null;
        return problem == null ? writer.offer(event) : refused(problem);
    }

    private static CompletableFuture<Void> refused(String problem) {
        return CompletableFuture.failedFuture(new JournalUnavailableException(problem));
    }

    /** Whoever comes next gets a new connection. */
    private void forgetConnections() {
        broker.forget();
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
        return broker.artemis() != null;
    }

    /** Figures of the queues; none where the broker is not Artemis. */
    public QueueFigures figures() {
        return figures;
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
            figures.forget();
            broker.stop();
        }
    }
}
