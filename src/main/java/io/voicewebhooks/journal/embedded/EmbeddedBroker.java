package io.voicewebhooks.journal.embedded;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.DataDirectory;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.journal.spi.EventSender;
import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.VoiceMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServer.SERVER_STATE;
import org.apache.activemq.artemis.core.server.ServiceRegistry;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's broker inside this JVM: Artemis with its journal below the data directory, every record synchronised to
 * the disk before it is confirmed. Nobody else can reach it, unless {@code voice.broker.listen} names an address. Artemis
 * stops itself when it cannot write; it is started again as soon as there is room.
 */
public final class EmbeddedBroker {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private static final long ACTIVATION_SECONDS = 20;

    /** Several brokers can run in one JVM, each under an id of its own. */
    private static final AtomicInteger NEXT_ID = new AtomicInteger();

    private final CamelContext context;
    private final Settings settings;
    private final BrokerQueues queues;
    private final int id = NEXT_ID.getAndIncrement();
    private Path directory;
    private DiskSpace disk;
    private volatile ActiveMQServer server;
    private volatile ActiveMQServer failed;
    private volatile String failure;

    public EmbeddedBroker(CamelContext context, BrokerQueues queues) {
        this.context = context;
        this.queues = queues;
        this.settings = Settings.of(context);
    }

    /** Puts events into the broker without a client. */
    public EventSender sender() {
        return new EmbeddedSender(this::server, queues.events());
    }

    /** The way for clients in this JVM; valid before the broker runs. */
    public TransportConfiguration connector() {
        return new TransportConfiguration(InVMConnectorFactory.class.getName(), address());
    }

    private Map<String, Object> address() {
        return new HashMap<>(Map.of(TransportConstants.SERVER_ID_PROP_NAME, id));
    }

    /**
     * Starts the broker, or leaves that to {@link #keepRunning()} where the disk has no room. Its data directory is made
     * with mode 0700 where it is missing.
     *
     * @throws ConfigurationException if the directory cannot be used, its files are damaged, or it takes too long
     */
    public synchronized void start() throws Exception {
        if (directory == null) {
            Path journal = DataDirectory.make(settings).resolve("journal");
            Files.createDirectories(journal);
            DiskSpace space = new DiskSpace(context, journal);
            if (space.roomToStart()) {
                server = started(journal);
            } else {
                JournalDamage.check(journal);
            }
            directory = journal;
            disk = space;
            VoiceMetrics.of(context).gauge("voice.journal.disk.used.ratio", space::usedIfKnown);
        }
    }

    /**
     * Starts a broker again that has stopped itself, if there is room.
     *
     * @throws JournalUnavailableException if the broker does not run
     */
    public synchronized void keepRunning() throws IOException {
        if (directory == null) {
            throw new JournalUnavailableException("the journal is stopped");
        }
        if (server != null && server.getState() == SERVER_STATE.STARTED) {
            return;
        }
        if (server != null && server.getState() != SERVER_STATE.STOPPED) {
            throw new JournalUnavailableException(stopped());
        }
        if (!disk.roomToStart()) {
            throw new JournalUnavailableException("the disk of " + directory + " is full; " + stopped());
        }
        try {
            server = started(directory);
            LOG.warn("the journal in {} runs again", directory);
        } catch (Exception e) {
            throw new JournalUnavailableException("the journal cannot be started again: " + Cause.of(e), e);
        }
    }

    /**
     * The broker, or {@code null} while it does not run. It stops some time after it could not write; until then it remembers
     * ids of events that it does not have.
     */
    ActiveMQServer server() {
        ActiveMQServer running = server;
        return running != null && running != failed && running.getState() == SERVER_STATE.STARTED ? running : null;
    }

    private String stopped() {
        return "the journal in " + directory + (failure == null ? " does not run" : " has stopped after: " + failure);
    }

    /** Why no more events may come in, or {@code null}. */
    public String diskProblem() throws IOException {
        return disk.problem();
    }

    private ActiveMQServer started(Path journal) throws Exception {
        JournalDamage.check(journal);
        FormerUsers.erasePasswords(journal.resolve("bindings"));
        BrokerConfiguration configuration = new BrokerConfiguration(
                settings, queues, new TransportConfiguration(InVMAcceptorFactory.class.getName(), address(), "in-vm"));
        ServiceRegistry services = new ServiceRegistryImpl();
        services.setIOExecutorService(new JournalThreads());
        ActiveMQServer starting =
                new JournalServer(configuration.in(journal), configuration.securityManager(), services);
        starting.registerIOCriticalErrorListener((cause, message, file) -> {
            failure = Cause.of(cause);
            failed = starting;
        });
        try {
            starting.start();
            if (!starting.waitForActivation(ACTIVATION_SECONDS, TimeUnit.SECONDS)) {
                throw new ConfigurationException(List.of("the journal in " + journal + " did not start within "
                        + ACTIVATION_SECONDS + " s; the log says why"));
            }
            JournalDamage.accepted(journal);
            FormerUsers.remove(starting.getStorageManager());
            // new at the first start: the files that hold the queues, and the directories that lead to the journal
            for (Path names : List.of(journal.resolve("bindings"), journal, journal.getParent())) {
                DataDirectory.forceNames(names);
            }
            return starting;
        } catch (Exception e) {
            starting.stop();
            throw e;
        }
    }

    /** Closes whatever was opened. */
    public synchronized void stop() throws Exception {
        directory = null;
        if (server != null) {
            server.stop();
            server = null;
        }
    }
}
