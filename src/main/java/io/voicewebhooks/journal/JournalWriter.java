package io.voicewebhooks.journal;

import io.voicewebhooks.journal.spi.EventSender;
import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.journal.spi.PendingEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores events, many with one write to the disk: whatever arrives while a write is under way goes into the next one, in one
 * transaction (group commit). One thread writes, so events stay in the order in which they came, and copies of one event
 * meet here, which Artemis would both store if they came at the same moment.
 */
final class JournalWriter {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    /** More in one transaction would make the first one wait too long. */
    private static final int MOST_AT_ONCE = 256;
    /** Behind the last event. */
    private static final PendingEvent END = new PendingEvent("", "", Map.of());

    private static final String STOPPED = "the journal is stopped";

    private static final long LONGEST_STOP_MILLIS = 3_000;
    private static final long LONGEST_END_MILLIS = 10_000;

    /** Beyond this, events that nobody waits for are not taken; each is some 2 kB of memory. */
    static final int MANY = 10_000;

    private final EventSender sender;
    /** How long an event that nobody waits for may wait for others, to be written with them. */
    private final long patienceMillis;

    private final BlockingQueue<PendingEvent> waiting = new LinkedBlockingQueue<>();
    /** Permits while somebody waits for an event. */
    private final Semaphore hurry = new Semaphore(0);

    private volatile boolean ended;
    private Thread thread;

    JournalWriter(EventSender sender, long patienceMillis) {
        this.sender = sender;
        this.patienceMillis = patienceMillis;
    }

    synchronized void start() {
        if (thread == null) {
            ended = false;
            thread = new Thread(this::write, "journal-writer");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Begins to store an event. One that the broker has already counts as stored.
     *
     * @return complete once the broker has it on disk; failed if that is not certain
     */
    CompletableFuture<Void> store(PendingEvent event) {
        CompletableFuture<Void> outcome = offer(event);
        hurry.release();
        return outcome;
    }

    /**
     * The same for an event that nobody waits for. It is written with the next ones: to wake this thread for each, and to
     * write each to the disk alone, would cost callers more than the rest of their request.
     */
    CompletableFuture<Void> offer(PendingEvent event) {
        waiting.add(event);
        if (ended && waiting.remove(event)) {
            event.failed(new JournalUnavailableException(STOPPED));
        }
        return event.outcome();
    }

    /** Whether so many events wait that no more should come, unless somebody waits for them. */
    boolean isFull() {
        return waiting.size() >= MANY;
    }

    private void write() {
        List<PendingEvent> batch = new ArrayList<>(MOST_AT_ONCE);
        try {
            boolean goesOn = true;
            while (goesOn) {
                batch.add(waiting.take());
                // somebody waits, or not: then it is time to write all the same
                hurry.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
                hurry.drainPermits();
                waiting.drainTo(batch, MOST_AT_ONCE - 1);
                if (!waiting.isEmpty()) {
                    // somebody may wait for what is left over
                    hurry.release();
                }
                goesOn = !batch.remove(END);
                if (!batch.isEmpty()) {
                    write(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the writer of the journal stops");
        } finally {
            ended = true;
            waiting.drainTo(batch);
            batch.forEach(event -> event.failed(new JournalUnavailableException(STOPPED)));
            sender.reset();
        }
    }

    private void write(List<PendingEvent> batch) throws InterruptedException {
        Map<String, PendingEvent> distinct = new LinkedHashMap<>();
        batch.forEach(event -> distinct.putIfAbsent(event.id(), event));
        try {
            if (!sender.sendTogether(List.copyOf(distinct.values()))) {
                for (PendingEvent event : distinct.values()) {
                    sender.sendAlone(event);
                }
            }
            batch.forEach(PendingEvent::stored);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            // whatever it is, nobody may wait for a thread that is gone
            sender.reset();
            batch.forEach(event -> event.failed(e));
        }
    }

    /**
     * Ends the writer once what waits is written, which an interrupt would break off: Java closes a file that is written
     * then. If that takes too long, whoever waits is told that nothing is certain.
     */
    synchronized void stop() throws InterruptedException {
        if (thread != null) {
            waiting.add(END);
            hurry.release();
            thread.join(LONGEST_STOP_MILLIS);
            thread.interrupt();
            thread.join(LONGEST_END_MILLIS);
            thread = null;
        }
    }
}
