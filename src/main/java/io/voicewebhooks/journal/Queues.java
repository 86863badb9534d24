package io.voicewebhooks.journal;

import io.voicewebhooks.config.ConfigurationException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.activemq.artemis.api.core.ActiveMQAddressExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.util.function.ThrowingRunnable;

/** The queues of the application: their names, and that they exist before anything is acknowledged. */
public final class Queues {
    private static final String PREFIX = "voice.";
    /** The journal: every event that was acknowledged. */
    public static final String EVENTS = "voice.events";
    /** Deliveries that failed for good. */
    public static final String DEAD_LETTER = "voice.dead-letter";
    /** The sink that is the call log. */
    public static final String CALLS = "voice.sink.calls";
    /** JMS property of its messages: the sinks to which the router sent the event before, separated by commas. */
    public static final String SINKS = "sinks";
    /** Every event, for other applications of the estate. */
    public static final String FEED = "voice.feed";
    /** Stands in front of the queue of a sink. */
    public static final String SINK_PREFIX = "voice.sink.";

    /** Events with the same key stay in order; so many groups of keys share the consumers of a queue. */
    public static final int GROUP_BUCKETS = 1024;

    private Queues() {}

    /** Whether a queue is that of a sink. */
    public static boolean isSink(String queue) {
        return queue.startsWith(SINK_PREFIX);
    }

    /** The sink of a queue: {@code s3} for {@code voice.sink.s3}. */
    public static String sink(String queue) {
        return isSink(queue) ? queue.substring(SINK_PREFIX.length()) : queue;
    }

    /**
     * The queue that a route reads. A test of the route may read another endpoint in its place, of the same name:
     * {@code direct:voice.sink.s3}.
     *
     * @throws IllegalStateException if it reads no queue of ours
     */
    public static String name(Endpoint from) {
        if (from instanceof JmsEndpoint jms) {
            return jms.getDestinationName();
        }
        String uri = from.getEndpointBaseUri();
        int name = uri.indexOf(PREFIX);
        if (name < 0) {
            throw new IllegalStateException(
                    "the policies router and delivery are for routes that read a queue voice.…");
        }
        return uri.substring(name);
    }

    /** Every queue that a route of the context reads or writes. */
    public static Set<String> of(CamelContext context) {
        Set<String> names = new TreeSet<>(Set.of(EVENTS, DEAD_LETTER));
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof JmsEndpoint jms
                    && !jms.isPubSubDomain()
                    && jms.getDestinationName().startsWith(PREFIX)) {
                names.add(jms.getDestinationName());
            }
        }
        return names;
    }

    /**
     * Makes the queues that do not exist yet, and the address of the topic.
     *
     * @throws ConfigurationException if there is a queue that would not keep events
     */
    static void declare(ClientSession session, Set<String> names) throws ActiveMQException {
        for (String name : names) {
            QueueQuery queue = session.queueQuery(SimpleString.of(name));
            if (!queue.isExists()) {
                create(() -> session.createQueue(QueueConfiguration.of(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setAutoDelete(false)
                        .setGroupBuckets(GROUP_BUCKETS)
                        // an instance that comes back gets its part of the groups again, once what is under way is done
                        .setGroupRebalance(true)
                        .setGroupRebalancePauseDispatch(true)));
            } else if (!queue.isDurable()
                    || queue.getRoutingType() != RoutingType.ANYCAST
                    || queue.isPurgeOnNoConsumers()
                    || Boolean.TRUE.equals(queue.isAutoDelete())) {
                throw new ConfigurationException(List.of("the queue " + name
                        + " of the broker does not keep events; it has to be anycast and durable, without auto-delete"
                        + " and purge-on-no-consumers"));
            }
        }
        if (!session.addressQuery(SimpleString.of(FEED)).isExists()) {
            create(() -> session.createAddress(SimpleString.of(FEED), RoutingType.MULTICAST, false));
        }
    }

    /** Another instance may do the same at the same moment. */
    private static void create(ThrowingRunnable<ActiveMQException> creation) throws ActiveMQException {
        try {
            creation.run();
        } catch (ActiveMQQueueExistsException | ActiveMQAddressExistsException e) {
            // then it is there
        }
    }
}
