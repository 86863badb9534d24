package io.voicewebhooks.journal;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.DataDirectory;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQBasicSecurityManager;

/**
 * The journal's broker inside this JVM: Artemis with its journal below the data directory, every record synchronised to
 * the disk before it is confirmed. Nobody else can reach it, unless {@code voice.broker.listen} names an address.
 */
public final class EmbeddedBroker {
    /** Twilio's retries come within seconds; so many ids last for hours at the rate of one machine. */
    private static final int REMEMBERED_IDS = 300_000;
    /** A record waits for others so long before it is written: 0.2 ms, against Artemis' 3.3 ms for NIO. */
    private static final int BUFFER_TIMEOUT_NANOS = 200_000;
    /** Beyond this an address keeps its messages on disk alone. */
    private static final long ADDRESS_MEMORY = 10L << 20;

    private static final long REDELIVERY_DELAY_MILLIS = 1_000;
    private static final long LONGEST_REDELIVERY_DELAY_MILLIS = 60_000;

    /** Several brokers can run in one JVM, each under an id of its own. */
    private static final AtomicInteger NEXT_ID = new AtomicInteger();

    private final Settings settings;
    private final int id = NEXT_ID.getAndIncrement();
    private ActiveMQServer server;

    public EmbeddedBroker(Settings settings) {
        this.settings = settings;
    }

    /** The in-VM address for clients in this JVM; valid before the broker runs. */
    String url() {
        return "vm://" + id;
    }

    /**
     * Starts the broker. Its data directory is made with mode 0700 where it is missing.
     *
     * @throws ConfigurationException if the directory cannot be used or another instance uses it
     */
    public synchronized void start() throws Exception {
        if (server == null) {
            Path directory = DataDirectory.make(settings).resolve("journal");
            ActiveMQServer starting = new ActiveMQServerImpl(
                    configuration(directory), settings.find(Key.BROKER_LISTEN).isPresent() ? securityManager() : null);
            starting.start();
            if (!starting.waitForActivation(20, TimeUnit.SECONDS)) {
                starting.stop();
                throw new ConfigurationException(List.of("the journal in " + directory
                        + " is used by another instance; " + Key.DATA_DIR + " must be its own for each"));
            }
            server = starting;
        }
    }

    /** Closes whatever was opened. */
    public synchronized void stop() throws Exception {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    private Configuration configuration(Path directory) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("voice-webhooks-" + id)
                .setPersistenceEnabled(true)
                .setJournalDirectory(directory.resolve("messages").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setJournalDatasync(true)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalType(AIOSequentialFileFactory.isSupported() ? JournalType.ASYNCIO : JournalType.NIO)
                .setJournalBufferTimeout_NIO(BUFFER_TIMEOUT_NANOS)
                .setJournalBufferTimeout_AIO(BUFFER_TIMEOUT_NANOS)
                .setIDCacheSize(REMEMBERED_IDS)
                .setPersistIDCache(true)
                .setSecurityEnabled(settings.find(Key.BROKER_LISTEN).isPresent())
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .addAddressSetting("#", addressSettings());
        configuration.addAcceptorConfiguration("in-vm", url());
        if (settings.find(Key.BROKER_LISTEN).isPresent()) {
            URI listen = URI.create(settings.get(Key.BROKER_LISTEN));
            configuration.addAcceptorConfiguration("listen", listen.toString());
            var roles = Set.of(new org.apache.activemq.artemis.core.security.Role(
                    "voice", true, true, true, true, true, true, true, true, true, true, false, false));
            configuration.putSecurityRoles("#", roles);
        }
        return configuration;
    }

    /** One user, that of the configuration; passwords are kept in memory only. */
    private ActiveMQBasicSecurityManager securityManager() {
        ActiveMQBasicSecurityManager manager = new ActiveMQBasicSecurityManager();
        manager.init(Map.of(
                ActiveMQBasicSecurityManager.BOOTSTRAP_USER, settings.get(Key.BROKER_USERNAME),
                ActiveMQBasicSecurityManager.BOOTSTRAP_PASSWORD, settings.get(Key.BROKER_PASSWORD),
                ActiveMQBasicSecurityManager.BOOTSTRAP_ROLE, "voice"));
        return manager;
    }

    /** No message is thrown away: neither after failures (a faulty rule is tried again for ever) nor when memory is full. */
    private static AddressSettings addressSettings() {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(Queues.DEAD_LETTER))
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(REDELIVERY_DELAY_MILLIS)
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(LONGEST_REDELIVERY_DELAY_MILLIS)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(ADDRESS_MEMORY)
                .setPageSizeBytes(1 << 20)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setDefaultGroupBuckets(Queues.GROUP_BUCKETS);
    }
}
