package io.voicewebhooks.journal;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.client.TopologyMember;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How we speak to Artemis, ours or the estate's: a broker that does not answer has to be noticed soon.
 *
 * <p>The one class beside {@code journal.embedded} that uses internals of Artemis: the names of a connector's parameters, and
 * {@code getPrimaryNodeId}, because the public topology is empty where a server is in no cluster. Without it nobody would
 * notice that {@code voice.broker.url} leads to two brokers, each with a part of the events.
 */
final class ArtemisClient {
    private static final Logger LOG = LoggerFactory.getLogger(ArtemisClient.class);

    /** Twilio waits at most 15 s; a send that hangs costs this twice, because its session is closed afterwards. */
    private static final long CALL_TIMEOUT_MILLIS = 2_500;

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    /** Artemis waits so long after its last attempt to connect, too. */
    private static final long RETRY_MILLIS = 100;

    private static final long CONNECTION_TTL_MILLIS = 30_000;
    private static final int CONSUMER_WINDOW = 512 << 10;

    private ArtemisClient() {}

    /** Has a factory make connections that end with the broker process that they were made to. */
    static ActiveMQConnectionFactory configured(ActiveMQConnectionFactory factory, Settings settings) {
        factory.setCallTimeout(CALL_TIMEOUT_MILLIS);
        factory.setConnectionTTL(CONNECTION_TTL_MILLIS);
        factory.setConsumerWindowSize(CONSUMER_WINDOW);
        // or each message that is sent asks three times first whether its queue exists; connections check their queues
        factory.setCacheDestinations(true);
        // a new connection instead, because that one checks the queues
        factory.setReconnectAttempts(0);
        factory.setRetryInterval(RETRY_MILLIS);
        for (TransportConfiguration broker : factory.getStaticConnectors()) {
            if (broker.getFactoryClassName().equals(NettyConnectorFactory.class.getName())) {
                broker.getParams().putIfAbsent(TransportConstants.NETTY_CONNECT_TIMEOUT, CONNECT_TIMEOUT_MILLIS);
            }
        }
        // whoever asks for the object in a message all the same: no class may be made of it
        factory.setDeserializationDenyList("*");
        settings.find(Key.BROKER_USERNAME).ifPresent(factory::setUser);
        settings.find(Key.BROKER_PASSWORD).ifPresent(factory::setPassword);
        return factory;
    }

    /**
     * The nodes that answer at the connectors of a factory, each asked alone, or that belong to the cluster of one that
     * does: the id of each and where it is. A backup does not answer. Needs no permission.
     */
    static Map<String, String> nodes(ActiveMQConnectionFactory factory) {
        Map<String, String> nodes = new LinkedHashMap<>();
        for (TransportConfiguration connector : factory.getStaticConnectors()) {
            try (ServerLocator locator = ActiveMQClient.createServerLocatorWithoutHA(connector)) {
                // Artemis tells nobody its id before he has logged in, from 2.57 on
                locator.setCallTimeout(CALL_TIMEOUT_MILLIS)
                        .setReconnectAttempts(0)
                        .setConnectionCredentials(factory.getUser(), factory.getPassword());
                try (ClientSessionFactory node = locator.createSessionFactory()) {
                    nodes.putIfAbsent(((ClientSessionFactoryInternal) node).getPrimaryNodeId(), address(connector));
                    for (TopologyMember member : locator.getTopology().getMembers()) {
                        if (member.getPrimary() != null) {
                            nodes.putIfAbsent(member.getNodeId(), address(member.getPrimary()));
                        }
                    }
                }
            } catch (Exception e) {
                LOG.debug("no node answers at {}", address(connector), e);
            }
        }
        return nodes;
    }

    /** Without the passwords that a connector may have. */
    private static String address(TransportConfiguration connector) {
        return connector.getParams().get(TransportConstants.HOST_PROP_NAME) + ":"
                + connector.getParams().get(TransportConstants.PORT_PROP_NAME);
    }
}
