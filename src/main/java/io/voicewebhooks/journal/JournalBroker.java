package io.voicewebhooks.journal;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.journal.embedded.BrokerQueues;
import io.voicewebhooks.journal.embedded.EmbeddedBroker;
import io.voicewebhooks.journal.spi.EventSender;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.jms.support.JmsUtils;

/**
 * The broker of the journal: an {@link EmbeddedBroker}, the Artemis of {@code voice.broker.url}, or whatever an application
 * binds as {@value Journal#CONNECTION_FACTORY}; and the ways to it, each made for its use and opened when it is used.
 */
final class JournalBroker {
    static final BrokerQueues QUEUES =
            new BrokerQueues(Queues.EVENTS, Queues.DEAD_LETTER, Queues.FEED, Queues.GROUP_BUCKETS);

    private static final int POOLED = 4;
    private static final long LOOK_MILLIS = 1_000;
    /** A look at a broker that is not Artemis is a new connection each time. */
    private static final long FOREIGN_LOOK_MILLIS = 5_000;

    /** {@code null} where the broker is not in this JVM. */
    private final EmbeddedBroker embedded;
    /** These three are {@code null} where the broker is not Artemis. */
    private final ActiveMQConnectionFactory artemis;

    private final ActiveMQConnectionFactory browsing;
    private final JmsPoolConnectionFactory pool;
    /** Each of its connections has checked the queues, where the broker is Artemis. */
    private final ConnectionFactory checked;

    /** For looks at it, by a factory of its own, which waits for nobody; {@code null} where the broker is not Artemis. */
    private final CheckedConnections looks;

    private ActiveMQConnection look;

    /**
     * @param obstacle why there is no point in trying to connect, or {@code null}
     */
    JournalBroker(CamelContext context, Supplier<String> obstacle) throws JMSException {
        Settings settings = Settings.of(context);
        ConnectionFactory foreign =
                context.getRegistry().lookupByNameAndType(Journal.CONNECTION_FACTORY, ConnectionFactory.class);
        boolean external = foreign != null || settings.find(Key.BROKER_URL).isPresent();
        this.embedded = external ? null : new EmbeddedBroker(context, QUEUES);
        if (foreign != null) {
            this.artemis = null;
            this.browsing = null;
            this.pool = null;
            this.checked = foreign;
            this.looks = null;
            return;
        }
        Supplier<Set<String>> queues = () -> Queues.of(context);
        this.artemis = client(settings);
        this.browsing = client(settings);
        browsing.setConsumerWindowSize(0);
        this.checked = new CheckedConnections(artemis, queues, obstacle);
        this.pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(checked);
        pool.setMaxConnections(POOLED);
        this.looks = new CheckedConnections(client(settings), queues, () -> null);
    }

    private ActiveMQConnectionFactory client(Settings settings) throws JMSException {
        // to read a URL takes Artemis the time of some hundred classes
        return ArtemisClient.configured(
                embedded == null
                        ? new ActiveMQConnectionFactory(settings.get(Key.BROKER_URL))
                        : new ActiveMQConnectionFactory(false, embedded.connector()),
                settings);
    }

    /** For everything that reads and writes in routes. */
    ConnectionFactory shared() {
        return pool == null ? checked : pool;
    }

    /**
     * For looking at a queue without taking anything. With a window Artemis' browser may say that there is no more while the
     * broker waits for the credit to go on; without one it asks for each message.
     */
    ConnectionFactory browsing() {
        return browsing == null ? checked : browsing;
    }

    /** Stores events; where {@code plain} is true by JMS, also where there is a quicker way. */
    EventSender sender(boolean plain) {
        return embedded == null || plain ? new JmsSender(checked) : embedded.sender();
    }

    /** To Artemis, for questions that JMS has no words for; {@code null} where the broker is another one. */
    ActiveMQConnectionFactory artemis() {
        return artemis;
    }

    /** Whether it is the estate's Artemis, which may be more than one and of any version. */
    boolean isOfTheEstate() {
        return artemis != null && embedded == null;
    }

    void start() throws Exception {
        if (embedded != null) {
            embedded.start();
        }
    }

    /**
     * Returns if it can take events, or says why it should not; {@code null} is no reason.
     *
     * @throws Exception if it does not answer
     */
    String look() throws Exception {
        if (embedded != null) {
            embedded.keepRunning();
        }
        if (looks == null) {
            checked.createConnection().close();
        } else if (look == null) {
            look = looks.createConnection();
        } else {
            looks.check(look);
        }
        return embedded == null ? null : embedded.diskProblem();
    }

    long lookMillis() {
        return artemis == null ? FOREIGN_LOOK_MILLIS : LOOK_MILLIS;
    }

    /** Whoever comes next gets a new connection. */
    void forget() {
        closeLook();
        if (pool != null) {
            pool.clear();
        }
    }

    private void closeLook() {
        Connection former = look;
        look = null;
        JmsUtils.closeConnection(former);
    }

    /** Closes whatever was opened, our own broker last and in any case. */
    void stop() throws Exception {
        try {
            closeLook();
            if (pool != null) {
                looks.stop();
                pool.stop();
                browsing.close();
                artemis.close();
            }
        } finally {
            if (embedded != null) {
                embedded.stop();
            }
        }
    }
}
