package io.voicewebhooks.journal;

import io.voicewebhooks.journal.spi.JournalUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures that an Artemis broker gives of its queues. One of the estate may refuse them, which is said once and asked
 * again only now and then.
 */
public final class QueueFigures {
    private static final Logger LOG = LoggerFactory.getLogger(QueueFigures.class);

    private final ActiveMQConnectionFactory factory;
    private final JournalWatch watch;
    private final Duration again;
    private JournalStatistics statistics;
    private long refusedAt;
    private volatile String refusal;
    private volatile Runnable changed = () -> {};

    /**
     * @param factory {@code null} where the broker is not Artemis
     * @param again   when a broker that refused them is asked again
     */
    QueueFigures(ActiveMQConnectionFactory factory, JournalWatch watch, Duration again) {
        this.factory = factory;
        this.watch = watch;
        this.again = again;
    }

    /** A question to the broker. */
    public interface Question<T> {
        T to(JournalStatistics statistics) throws Exception;
    }

    /**
     * Asks the broker; connects when first asked.
     *
     * @throws JournalUnavailableException if it does not answer, refuses its figures, or is not Artemis
     */
    public <T> T ask(Question<T> question) throws Exception {
        try {
            T answer = question.to(statistics());
            answered();
            return answer;
        } catch (ActiveMQSecurityException e) {
            throw refused(e);
        } catch (ActiveMQException | TimeoutException e) {
            // an answer that comes late would be taken for that to the next question
            forget();
            throw e;
        }
    }

    private synchronized JournalStatistics statistics() throws Exception {
        if (factory == null) {
            throw new JournalUnavailableException("only Artemis gives figures");
        }
        if (!watch.reachable()) {
            throw new JournalUnavailableException(watch.problem());
        }
        if (refusal != null && System.nanoTime() - refusedAt < again.toNanos()) {
            throw new JournalUnavailableException(refusal);
        }
        if (statistics == null) {
            statistics = new JournalStatistics(factory);
        }
        return statistics;
    }

    private JournalUnavailableException refused(ActiveMQSecurityException why) {
        String now = "the broker refuses its figures: " + why.getMessage();
        boolean first;
        synchronized (this) {
            first = given();
            refusal = now;
            refusedAt = System.nanoTime();
            forget();
        }
        if (first) {
            LOG.warn(
                    "{}; there are no gauges of the queues, no list of deliveries that wait and no retry-now, and each"
                            + " instance counts only the retries that it has sent itself",
                    now);
            changed.run();
        }
        return new JournalUnavailableException(now);
    }

    private void answered() {
        boolean first;
        synchronized (this) {
            first = refusal != null;
            refusal = null;
        }
        if (first) {
            LOG.info("the broker gives its figures");
            changed.run();
        }
    }

    /** Does something whenever the broker begins to refuse them, or to give them again. */
    void whenChanged(Runnable task) {
        changed = task;
    }

    /** Whether there are any, as far as is known. */
    boolean given() {
        return factory != null && refusal == null;
    }

    /** Why the broker gives none, if it refuses them. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Deliveries of a queue that wait for another try; nothing where the broker does not tell. */
    public OptionalLong scheduled(String queue) {
        return known(statistics -> statistics.scheduled(queue))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** How many events wait in each queue of a sink that nobody reads; without those that are empty. */
    public Map<String, Long> unread() {
        Map<String, Long> unread = new TreeMap<>();
        try {
            for (String queue : ask(JournalStatistics::queues)) {
                if (Queues.isSink(queue) && ask(statistics -> statistics.consumers(queue)) == 0) {
                    unread.put(queue, ask(statistics -> statistics.depth(queue)));
                }
            }
        } catch (Exception e) {
            LOG.debug("the broker does not say which queues nobody reads", e);
        }
        unread.values().removeIf(waiting -> waiting == 0);
        return unread;
    }

    /** Which Artemis the broker is; nothing where it does not tell. */
    Optional<String> version() {
        return known(JournalStatistics::version);
    }

    /** The answer; nothing where the broker gives none now. */
    public <T> Optional<T> known(Question<T> question) {
        try {
            return Optional.of(ask(question));
        } catch (Exception e) {
            LOG.debug("the broker does not say", e);
            return Optional.empty();
        }
    }

    /** Notices whether they are given now. */
    void look() {
        known(statistics -> statistics.depth(Queues.EVENTS));
    }

    /** Whoever asks next gets a new connection. */
    synchronized void forget() {
        if (statistics != null) {
            try {
                statistics.stop();
            } catch (Exception e) {
                LOG.debug("the connection was broken", e);
            }
            statistics = null;
        }
    }
}
