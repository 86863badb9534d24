package io.voicewebhooks.journal.embedded;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.nio.file.Path;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** How the embedded broker keeps events: every record synchronised to the disk, nothing thrown away, memory bounded. */
final class BrokerConfiguration {
    /**
     * Ids of events that are known after a restart, Artemis' default; those since the start are {@link RecentIds}. Each
     * keeps its file of the journal, and the garbage collector busy.
     */
    private static final int PERSISTENT_IDS = 20_000;
    /** A record waits for others so long before it is written: 0.2 ms, against Artemis' 3.3 ms for NIO. */
    private static final int BUFFER_TIMEOUT_NANOS = 200_000;
    /**
     * Files of 10 MB that are rewritten together, once most of what they hold is delivered; fewer are rewritten more often.
     * Artemis then reads what an earlier use left in the file that it just began, and where the number of that file is the
     * length of a string in our messages (26 to 40, 64 and 68 bytes: types and ids) it takes each of them for a record of
     * megabytes, for seconds. With 40 it begins to rewrite at other numbers.
     */
    private static final int FILES_TO_COMPACT = 40;
    /** Beyond this an address keeps its messages on disk alone. */
    private static final long ADDRESS_MEMORY = 10L << 20;
    /** All addresses together take at most this part of the heap. */
    private static final int HEAP_SHARE = 4;

    private static final int PAGE = 1 << 20;
    /** Letters are taken from among others as far as they are in memory: at most this part of the heap. */
    private static final int LETTERS_HEAP_SHARE = 8;

    private static final long REDELIVERY_DELAY_MILLIS = 1_000;
    private static final long LONGEST_REDELIVERY_DELAY_MILLIS = 60_000;

    private static final String ROLE = "voice";

    private final Settings settings;
    private final BrokerQueues queues;
    /** Of clients in this JVM. */
    private final TransportConfiguration acceptor;

    BrokerConfiguration(Settings settings, BrokerQueues queues, TransportConfiguration acceptor) {
        this.settings = settings;
        this.queues = queues;
        this.acceptor = acceptor;
    }

    Configuration in(Path directory) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("voice-webhooks")
                .setPersistenceEnabled(true)
                .setJournalDirectory(directory.resolve("messages").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setJournalDatasync(true)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalType(
                        AIOSequentialFileFactory.isSupported(directory.toFile())
                                ? JournalType.ASYNCIO
                                : JournalType.NIO)
                .setJournalBufferTimeout_NIO(BUFFER_TIMEOUT_NANOS)
                .setJournalBufferTimeout_AIO(BUFFER_TIMEOUT_NANOS)
                .setJournalCompactMinFiles(FILES_TO_COMPACT)
                .setIDCacheSize(PERSISTENT_IDS)
                .setPersistIDCache(true)
                .setGlobalMaxSize(Runtime.getRuntime().maxMemory() / HEAP_SHARE)
                // Artemis would block every producer, the router too, which is what makes room; see DiskSpace
                .setMaxDiskUsage(-1)
                .setSecurityEnabled(settings.find(Key.BROKER_LISTEN).isPresent())
                .setJMXManagementEnabled(false)
                .addAddressSetting("#", addressSettings())
                // an event for a queue that somebody removed is a dead letter; one for a topic that nobody reads is not
                .addAddressSetting("voice.#", addressSettings().setSendToDLAOnNoRoute(true))
                .addAddressSetting(queues.deadLetter(), addressSettings().setMaxReadPageBytes(lettersInMemory()))
                .addAddressSetting(queues.feed(), addressSettings().setSendToDLAOnNoRoute(false));
        configuration.addAcceptorConfiguration(acceptor);
        if (settings.find(Key.BROKER_LISTEN).isPresent()) {
            configuration.addAcceptorConfiguration("listen", settings.get(Key.BROKER_LISTEN));
            Role role = new Role(ROLE, true, true, true, true, true, true, true, true, true, true, false, false);
            configuration.putSecurityRoles("#", Set.of(role));
        }
        return configuration;
    }

    private static int lettersInMemory() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / LETTERS_HEAP_SHARE);
    }

    /** One user, or none where nobody can come in: that of the configuration, kept in memory only. */
    ActiveMQSecurityManager securityManager() {
        if (settings.find(Key.BROKER_LISTEN).isEmpty()) {
            return null;
        }
        String user = settings.get(Key.BROKER_USERNAME);
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(user, settings.get(Key.BROKER_PASSWORD));
        users.addRole(user, ROLE);
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
    }

    /** No message is thrown away: neither after failures (a faulty rule is tried again for ever) nor when memory is full. */
    private AddressSettings addressSettings() {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(queues.deadLetter()))
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(REDELIVERY_DELAY_MILLIS)
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(LONGEST_REDELIVERY_DELAY_MILLIS)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(ADDRESS_MEMORY)
                .setPageSizeBytes(PAGE)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setDefaultGroupBuckets(queues.groupBuckets())
                .setDefaultGroupRebalance(true)
                .setDefaultGroupRebalancePauseDispatch(true);
    }
}
