package io.voicewebhooks.journal;

import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Asks an Artemis broker, ours or the estate's, for figures of its queues through its management address
 * (<a href="https://activemq.apache.org/components/artemis/documentation/latest/management.html">management messages</a>).
 */
public final class JournalStatistics {
    private static final String MANAGEMENT = "activemq.management";
    private static final long TIMEOUT_MILLIS = 3_000;

    private final ClientSessionFactory sessions;
    private final ClientSession session;
    private final ClientRequestor requestor;

    JournalStatistics(ActiveMQConnectionFactory factory) throws Exception {
        sessions = factory.getServerLocator().createSessionFactory();
        try {
            session = sessions.createSession(factory.getUser(), factory.getPassword(), false, true, true, false, 1);
            requestor = new ClientRequestor(session, MANAGEMENT);
            session.start();
        } catch (Exception e) {
            // a user without the permissions asks again with each look at a meter
            sessions.close();
            throw e;
        }
    }

    /** Which Artemis it is, for example {@code 2.57.0}. */
    synchronized String version() throws Exception {
        return String.valueOf(attribute(ResourceNames.BROKER, "version"));
    }

    /** The names of all queues of the broker. */
    public synchronized List<String> queues() throws Exception {
        return attribute(ResourceNames.BROKER, "queueNames") instanceof Object[] names
                ? Stream.of(names).map(String::valueOf).toList()
                : List.of();
    }

    /** Messages that wait in a queue, scheduled ones included. */
    public synchronized long depth(String queue) throws Exception {
        return number(attribute(ResourceNames.QUEUE + queue, "messageCount"));
    }

    /** Messages of a queue that wait for their time. */
    synchronized long scheduled(String queue) throws Exception {
        return number(attribute(ResourceNames.QUEUE + queue, "scheduledCount"));
    }

    /** Who reads a queue, in this application and in others. */
    synchronized long consumers(String queue) throws Exception {
        return number(attribute(ResourceNames.QUEUE + queue, "consumerCount"));
    }

    /** Age of the first message of a queue in milliseconds, 0 where there is none. */
    public synchronized long oldestMillis(String queue) throws Exception {
        return number(operation(queue, "getFirstMessageAge"));
    }

    /** Messages of a queue that wait for their time, as Artemis describes them in JSON. */
    public synchronized String scheduledMessages(String queue) throws Exception {
        return String.valueOf(operation(queue, "listScheduledMessagesAsJSON"));
    }

    /** Messages of a queue that a consumer has and has not confirmed, as Artemis describes them in JSON. */
    public synchronized String deliveringMessages(String queue) throws Exception {
        return String.valueOf(operation(queue, "listDeliveringMessagesAsJSON"));
    }

    /** Messages of a queue that match a JMS selector, without scheduled ones and those under way. */
    public synchronized long count(String queue, String selector) throws Exception {
        if (selector.isEmpty()) {
            // known without looking at each; Artemis would count the others too
            long delivering = number(attribute(ResourceNames.QUEUE + queue, "deliveringCount"));
            return Math.max(0, depth(queue) - scheduled(queue) - delivering);
        }
        return number(operation(queue, "countMessages", selector.replace("JMSTimestamp", "AMQTimestamp")));
    }

    /**
     * Removes the messages of a queue that match a JMS selector, scheduled ones included, without those under way. How many
     * went.
     */
    public synchronized long remove(String queue, String selector) throws Exception {
        return number(operation(queue, "removeMessages", selector));
    }

    /** Ends the wait of every message of a queue. */
    public synchronized Object deliverScheduled(String queue) throws Exception {
        return operation(queue, "deliverScheduledMessages", "");
    }

    private static long number(Object answer) {
        return answer instanceof Number number ? number.longValue() : 0;
    }

    private Object attribute(String resource, String name) throws Exception {
        ClientMessage question = question();
        ManagementHelper.putAttribute(question, resource, name);
        return ask(question);
    }

    private Object operation(String queue, String name, Object... arguments) throws Exception {
        ClientMessage question = question();
        ManagementHelper.putOperationInvocation(question, ResourceNames.QUEUE + queue, name, arguments);
        return ask(question);
    }

    /** Durable, or whether the broker refuses it would show in a time-out only; it is not stored. */
    private ClientMessage question() {
        return session.createMessage(true);
    }

    private Object ask(ClientMessage question) throws Exception {
        ClientMessage answer = requestor.request(question, TIMEOUT_MILLIS);
        if (answer == null) {
            throw new TimeoutException("the broker did not answer within " + TIMEOUT_MILLIS + " ms");
        }
        // the requestor does not, and the broker would keep every answer as long as the session lives
        answer.acknowledge();
        if (!ManagementHelper.hasOperationSucceeded(answer)) {
            throw new IllegalStateException("the broker refused: " + ManagementHelper.getResult(answer));
        }
        return ManagementHelper.getResult(answer);
    }

    void stop() throws Exception {
        requestor.close();
        session.close();
        sessions.close();
    }
}
