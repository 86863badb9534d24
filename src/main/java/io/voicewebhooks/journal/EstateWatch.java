package io.voicewebhooks.journal;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import java.lang.module.ModuleDescriptor.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a broker of the estate beyond whether it takes events: that it is one, which version it has, and whether it
 * gives figures.
 *
 * <p>One is a server, or a pair of primary and backup, which have one node id between them. Two active nodes would each
 * keep a part of the events: Artemis moves no message that has a group from node to node, so what waits at the one that
 * nobody reads waits for ever, and neither knows the ids of the other's events.
 */
final class EstateWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EstateWatch.class);
    private static final long PERIOD_SECONDS = 5;
    /** Closes CVE-2026-27446 and CVE-2026-57967. */
    private static final String LEAST = "2.57.0";

    private final ActiveMQConnectionFactory broker;
    private final QueueFigures figures;
    /** Where each node that ever answered was met; one that is away may come back. */
    private final Map<String, String> nodes = new LinkedHashMap<>();

    private ScheduledExecutorService timer;
    private volatile String problem;
    private String version;

    EstateWatch(ActiveMQConnectionFactory broker, QueueFigures figures) {
        this.broker = broker;
        this.figures = figures;
    }

    /**
     * Asks for the nodes for the first time.
     *
     * @throws ConfigurationException if there is more than one
     */
    void refuseMany() {
        askForNodes();
        if (problem != null) {
            throw new ConfigurationException(List.of(problem));
        }
    }

    /** Asks for figures now, and then for both again and again until {@link #stop()}. */
    void start() {
        askForFigures();
        // of its own, because a node that hangs takes its time
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "journal-estate");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            String before = problem;
            askForNodes();
            if (problem != null && !problem.equals(before)) {
                LOG.error(
                        "{}. Events are stored all the same, but what is kept by a node that nobody reads waits there."
                                + " Let one of them go on, and restart once the others are empty",
                        problem);
            }
            askForFigures();
        } catch (RuntimeException | Error e) {
            // whatever it is, the next look has to come
            LOG.warn("the broker could not be looked after: {}", e.toString());
        }
    }

    private void askForFigures() {
        figures.look();
        figures.version().filter(now -> !now.equals(version)).ifPresent(now -> {
            version = now;
            if (isTooOld(now)) {
                LOG.warn(
                        "the broker is Artemis {}, at which somebody without a password can take over a session;"
                                + " it should be {} or later",
                        now,
                        LEAST);
            }
        });
    }

    /**
     * Whether a version has holes that are closed since; not where it is none.
     *
     * @param version as a broker says it, for example {@code 2.44.0}
     */
    static boolean isTooOld(String version) {
        try {
            return Version.parse(version).compareTo(Version.parse(LEAST)) < 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void askForNodes() {
        ArtemisClient.nodes(broker).forEach(nodes::putIfAbsent);
        if (nodes.size() > 1) {
            problem = Key.BROKER_URL + " leads to " + nodes.size() + " nodes of Artemis that are no pair: "
                    + nodes.entrySet().stream()
                            .map(node -> node.getKey() + " at " + node.getValue())
                            .collect(Collectors.joining(", "))
                    + "; allowed is one server, or one pair of primary and backup";
        }
    }

    /** Why events that are stored may not be delivered, or {@code null}; once there were two nodes, until a restart. */
    String problem() {
        return problem;
    }

    void stop() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
