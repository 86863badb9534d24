package io.voicewebhooks.journal;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.ConsumerType;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsBinding;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.spi.annotations.Component;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/**
 * The component {@code jms}, without what somebody who may write to a queue could do with a message beyond being read:
 *
 * <ul>
 *   <li>an ObjectMessage is neither read nor sent, so no class of its choice is ever made: its body is an {@link UnreadBody}
 *       (<a href="https://camel.apache.org/security/CVE-2026-40860.html">CVE-2026-40860</a> and its followers)
 *   <li>no property becomes a header of Camel's, however it is spelt
 *       (<a href="https://camel.apache.org/security/CVE-2026-40453.html">CVE-2026-40453</a>)
 *   <li>nothing is sent to the destination that a message calls JMSReplyTo, and no send waits for a reply, unless an
 *       endpoint says {@code disableReplyTo=false}
 * </ul>
 *
 * <p>Whoever reads a queue does so in a transaction of the session that it reads with, in which it sends on, too: Camel's own
 * default takes a message off its queue before the route has seen it. {@code transacted} and
 * {@code lazyCreateTransactionManager} of an endpoint may say otherwise. A topic is read as Camel does it, since a message
 * that fails again and again would keep all others of its subscription back.
 */
// the name under which Camel knows the options of its endpoints
@Component("jms")
final class BrokerComponent extends JmsComponent {

    private final BooleanSupplier reachable;

    BrokerComponent(ConnectionFactory connections, BooleanSupplier reachable) {
        this.reachable = reachable;
        getConfiguration().setConnectionFactory(connections);
        getConfiguration().setDisableReplyTo(true);
        getConfiguration().setTransacted(true);
        getConfiguration().setLazyCreateTransactionManager(false);
        getConfiguration().setConsumerType(ConsumerType.Custom);
        getConfiguration().setMessageListenerContainerFactory(this::container);
        JmsHeaderFilterStrategy headers = new JmsHeaderFilterStrategy();
        headers.setLowerCase(true);
        setHeaderFilterStrategy(headers);
    }

    /** Camel's own where a consumer does not commit the session of its messages itself. */
    private AbstractMessageListenerContainer container(JmsEndpoint endpoint) {
        boolean commits = endpoint.isTransacted()
                && !endpoint.isLazyCreateTransactionManager()
                && endpoint.getTransactionManager() == null;
        return commits ? new GroupCommit(endpoint, reachable) : new DefaultJmsMessageListenerContainer(endpoint);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        boolean silent = !parameters.containsKey("transacted");
        JmsEndpoint endpoint = (JmsEndpoint) super.createEndpoint(uri, remaining, parameters);
        if (endpoint.isPubSubDomain() && silent) {
            endpoint.setTransacted(false);
        }
        endpoint.setBinding(new NoObjects(endpoint));
        return endpoint;
    }

    private static final class NoObjects extends JmsBinding {
        private final JmsEndpoint endpoint;

        NoObjects(JmsEndpoint endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
        }

        @Override
        public Object extractBodyFromJms(Exchange exchange, Message message) {
            // an exception here, or a stream that cannot be read, would meet Camel's stream caching instead of a route
            if (message instanceof ObjectMessage) {
                return new UnreadBody("ObjectMessage");
            }
            if (message instanceof StreamMessage) {
                return new UnreadBody("StreamMessage");
            }
            return super.extractBodyFromJms(exchange, message);
        }

        @Override
        public Message makeJmsMessage(
                Exchange exchange, org.apache.camel.Message message, Session session, Exception cause)
                throws JMSException {
            Message made = super.makeJmsMessage(exchange, message, session, cause);
            if (made instanceof ObjectMessage) {
                throw new MessageFormatException(
                        "a body that is an object is not sent: marshal it, or convert it to text or bytes, before");
            }
            String queue = endpoint.getDestinationName();
            if (Queues.isSink(queue)
                    && exchange.getFromEndpoint() instanceof JmsEndpoint from
                    && Queues.EVENTS.equals(from.getDestinationName())) {
                note(exchange, queue, made);
            }
            return made;
        }

        /** What the router sends to whom, for the call log. */
        private static void note(Exchange exchange, String queue, Message made) throws JMSException {
            String before = exchange.getProperty(Queues.SINKS, "", String.class);
            if (queue.equals(Queues.CALLS)) {
                made.setStringProperty(Queues.SINKS, before);
            } else {
                exchange.setProperty(
                        Queues.SINKS, before.isEmpty() ? Queues.sink(queue) : before + "," + Queues.sink(queue));
            }
        }
    }
}
