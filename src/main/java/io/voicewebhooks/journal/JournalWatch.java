package io.voicewebhooks.journal;

import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.observe.Cause;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows at any moment whether an event could be stored, because it asks every second: so a webhook need not wait to learn
 * that it cannot, and what was away is noticed when it is back.
 */
final class JournalWatch {
    interface Look {
        /** Why no event may come in although the broker answers, or {@code null}; it throws where that does not answer. */
        String problem() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(JournalWatch.class);

    private final Look look;
    /** Runs after each look at a broker that does not answer. */
    private final Runnable unreachable;

    private ScheduledExecutorService timer;
    private Runnable available = () -> {};
    private boolean told;
    private volatile boolean reachable;
    private volatile String problem = "the journal is not started";

    JournalWatch(Look look, Runnable unreachable) {
        this.look = look;
        this.unreachable = unreachable;
    }

    /**
     * Looks now, and again and again until {@link #stop()}.
     *
     * @param nowAvailable runs on the watch's own thread, once events can be stored for the first time, or again
     */
    synchronized void start(long everyMillis, Runnable nowAvailable) {
        available = nowAvailable;
        look();
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "journal-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::lookAndTell, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    private void lookAndTell() {
        look();
        if (problem != null) {
            told = false;
        } else if (!told) {
            told = true;
            try {
                available.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("what was to be done once the journal takes events could not be: {}", Cause.of(e));
            }
        }
    }

    private void look() {
        try {
            String found = look.problem();
            reachable = true;
            report(found);
        } catch (Exception | Error e) {
            // whatever it is, the next look has to come
            if (innermost(e) instanceof InterruptedException) {
                // broken off by stop(), which says nothing about the broker
                return;
            }
            reachable = false;
            report(
                    e instanceof JournalUnavailableException
                            ? e.getMessage()
                            : "the broker does not answer: " + Cause.of(e));
            // last, because to close a connection to a broker that hangs takes long
            forgetConnections();
        }
    }

    private void forgetConnections() {
        try {
            unreachable.run();
        } catch (RuntimeException e) {
            LOG.warn("connections to the broker could not be closed: {}", Cause.of(e));
        }
    }

    private void report(String found) {
        String before = problem;
        problem = found;
        if (found != null && !Objects.equals(found, before)) {
            LOG.error("no event can be stored, webhooks are refused with 503: {}", found);
        } else if (found == null && before != null) {
            LOG.info("the journal takes events");
        }
    }

    private static Throwable innermost(Throwable failure) {
        return failure.getCause() == null ? failure : innermost(failure.getCause());
    }

    /** Why no event can be stored, or {@code null}. */
    String problem() {
        return problem;
    }

    /** Whether the broker answers, be it that it takes no more events. */
    boolean reachable() {
        return reachable;
    }

    /** Stops looking; from now on nothing can be stored. */
    synchronized void stop() throws InterruptedException {
        if (timer != null) {
            timer.shutdownNow();
            timer.awaitTermination(10, TimeUnit.SECONDS);
            timer = null;
        }
        reachable = false;
        problem = "the journal is stopped";
    }
}
