package io.voicewebhooks.support;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQBasicSecurityManager;

/** An Artemis server as an estate runs it: on a TCP port, with a user, and no queue that we did not make. */
public final class Broker implements AutoCloseable {
    public static final String USER = "estate";
    public static final String PASSWORD = "s3cret";
    /** One who may read {@code voice.feed} at a broker that runs with our properties. */
    public static final String READER = "reader";
    /** The administrator of the broker itself, and the role of one. */
    public static final String ADMINISTRATOR = "amq";
    /** What a broker of the estate is run with. */
    public static final Path PROPERTIES =
            Path.of("src/main/artemis/voice.properties").toAbsolutePath();

    private final ActiveMQServer server;

    private Broker(ActiveMQServer server) {
        this.server = server;
    }

    /** The URL of a broker on a port. */
    public static String url(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    /** The application's configuration for a broker on a port. */
    public static Map<String, String> settings(int port) {
        return Map.of("voice.broker.url", url(port), "voice.broker.username", USER, "voice.broker.password", PASSWORD);
    }

    /** Starts one with its journal in a directory. */
    public static Broker start(Path directory, int port) throws Exception {
        return start(directory, url(port));
    }

    /**
     * @param acceptor URL of the acceptor, with TLS for example
     */
    public static Broker start(Path directory, String acceptor) throws Exception {
        return start(configuration(directory, acceptor));
    }

    /**
     * Starts a node of a cluster in which every node is active.
     *
     * @param others ports of the others
     */
    public static Broker startClustered(Path directory, int port, Integer... others) throws Exception {
        Configuration configuration = configuration(directory, url(port))
                .setClusterUser("cluster")
                .setClusterPassword("cluster-s3cret")
                .addConnectorConfiguration("self", url(port));
        for (int other : others) {
            configuration.addConnectorConfiguration("to-" + other, url(other));
        }
        return start(configuration.addClusterConfiguration(new ClusterConnectionConfiguration()
                .setName("cluster")
                .setConnectorName("self")
                .setStaticConnectors(
                        Stream.of(others).map(other -> "to-" + other).toList())));
    }

    /** Starts one as somebody sets it up who runs it with {@code src/main/artemis/voice.properties}. */
    public static Broker startWithOurProperties(Path directory, int port) throws Exception {
        Configuration configuration = configuration(directory, url(port));
        configuration.getSecurityRoles().clear();
        // as "artemis create" does for the administrator
        configuration
                .putSecurityRoles(
                        "#",
                        Set.of(new Role(
                                ADMINISTRATOR,
                                true,
                                true,
                                true,
                                true,
                                true,
                                true,
                                true,
                                true,
                                true,
                                true,
                                false,
                                false)))
                .parseProperties(PROPERTIES.toString());
        Broker broker = start(configuration);
        ActiveMQBasicSecurityManager users = (ActiveMQBasicSecurityManager) broker.server.getSecurityManager();
        users.addNewUser(READER, PASSWORD, "readers");
        users.addNewUser(ADMINISTRATOR, PASSWORD, ADMINISTRATOR);
        return broker;
    }

    private static Configuration configuration(Path directory, String acceptor) throws Exception {
        return new ConfigurationImpl()
                .setName("estate")
                .setPersistenceEnabled(true)
                .setJournalDirectory(directory.resolve("messages").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(true)
                .putSecurityRoles(
                        "#",
                        Set.of(new Role(
                                "voice", true, true, true, true, true, true, true, true, true, true, false, false)))
                // the worst case: what is sent to an address without a queue is confirmed and gone
                .addAddressSetting(
                        "#", new AddressSettings().setAutoCreateQueues(false).setMaxDeliveryAttempts(-1))
                .addAcceptorConfiguration("tcp", acceptor);
    }

    private static Broker start(Configuration configuration) throws Exception {
        ActiveMQBasicSecurityManager users = new ActiveMQBasicSecurityManager();
        users.init(Map.of(
                ActiveMQBasicSecurityManager.BOOTSTRAP_USER, USER,
                ActiveMQBasicSecurityManager.BOOTSTRAP_PASSWORD, PASSWORD,
                ActiveMQBasicSecurityManager.BOOTSTRAP_ROLE, "voice"));
        ActiveMQServer server = new ActiveMQServerImpl(configuration, users);
        server.start();
        return new Broker(server);
    }

    /** The server itself. */
    public ActiveMQServer server() {
        return server;
    }

    /** Makes a queue as nobody should. */
    public void createForgetfulQueue(String name) throws Exception {
        server.createQueue(
                QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setDurable(false));
    }

    /** Keeps its figures to itself. */
    public void refuseFigures() {
        server.getSecurityRepository().addMatch("activemq.management.#", Set.of());
    }

    /** Takes questions for its figures, and refuses what is asked. */
    public void refuseManagement() {
        server.getSecurityRepository()
                .addMatch(
                        "activemq.management.#",
                        Set.of(new Role(
                                "voice", true, true, true, true, true, true, false, true, true, true, false, false)));
    }

    /** Gives them again. */
    public void giveFigures() {
        server.getSecurityRepository().removeMatch("activemq.management.#");
    }

    /** The id that it has as a node. */
    public String node() {
        return server.getNodeID().toString();
    }

    /** Whether it has a queue. */
    public boolean has(String queue) {
        return server.locateQueue(SimpleString.of(queue)) != null;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
