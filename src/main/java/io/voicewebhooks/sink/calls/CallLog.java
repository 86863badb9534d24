package io.voicewebhooks.sink.calls;

import io.voicewebhooks.delivery.DeliveryOutcome;
import io.voicewebhooks.delivery.DeliveryOutcomes;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.AnsweredRequest;
import io.voicewebhooks.signature.AnsweredRequests;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps requests with their answers, and how tries of deliveries ended. They come through a buffer: whoever has one goes on
 * at once. What finds the buffer full is left out, counted, and named in a {@link Gap}. While the database fails, what is
 * there waits.
 */
final class CallLog {
    /** So many wait at most. */
    static final int MOST = 10_000;
    /** And so many characters, for a request may have a megabyte. */
    static final int MOST_CHARACTERS = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);
    /** Of Twilio's, or what stands for one. */
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final int BATCH = 1_000;
    /** Characters of what is no text: a list or a map. */
    private static final int LENGTH_OF_OTHERS = 100;

    private static final long COLLECT_NANOS = Duration.ofMillis(200).toNanos();
    private static final long NEXT_TRY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long STOP_MILLIS = 5_000;

    private final CallDatabase database;
    private final VoiceMetrics metrics;
    private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicLong characters = new AtomicLong();
    private final Thread writer = new Thread(this::run, "call-log");
    private volatile Gap gap;
    private volatile boolean closing;

    /** An {@link AnsweredRequest}, a {@link DeliveryOutcome} or a {@link Gap}, and roughly how long it is. */
    private record Entry(Object what, int length) {}

    /** What was left out. Times are milliseconds since 1970. */
    record Gap(long since, long until, int dropped) {}

    CallLog(CallDatabase database, VoiceMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
        writer.setDaemon(true);
        writer.start();
    }

    /** Begins to listen to a context. */
    static CallLog of(CamelContext context) {
        CallLog log = new CallLog(CallDatabase.of(context), VoiceMetrics.of(context));
        AnsweredRequests.of(context).add(log::answered);
        DeliveryOutcomes.of(context).add(log::delivered);
        return log;
    }

    void answered(AnsweredRequest request) {
        if (request.parameters() != null
                && SID.matcher(request.parameters().text("CallSid")).matches()) {
            int reply = request.reply() == null ? 0 : request.reply().length;
            keep(request, reply + length(request.parameters()));
        }
    }

    void delivered(DeliveryOutcome outcome) {
        if (outcome.event().callsid() != null && !outcome.sink().equals(Queues.sink(Queues.CALLS))) {
            keep(outcome, length(outcome.event().data()));
        }
    }

    private static int length(Map<String, Object> texts) {
        int length = 0;
        for (Object value : texts.values()) {
            length += value instanceof String text ? text.length() : LENGTH_OF_OTHERS;
        }
        return length;
    }

    private void keep(Object what, int length) {
        if (closing || number.get() >= MOST || characters.get() >= MOST_CHARACTERS) {
            drop(1);
            return;
        }
        waiting.add(new Entry(what, length));
        characters.addAndGet(length);
        int now = number.incrementAndGet();
        if (now == 1 || now == BATCH) {
            LockSupport.unpark(writer);
        }
    }

    private synchronized void drop(int dropped) {
        long now = System.currentTimeMillis();
        gap = gap == null ? new Gap(now, now, dropped) : new Gap(gap.since(), now, gap.dropped() + dropped);
        metrics.callsDropped(dropped);
    }

    private synchronized Gap takeGap() {
        Gap taken = gap;
        gap = null;
        return taken;
    }

    private void run() {
        List<Entry> batch = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            if (number.get() == 0 && gap == null) {
                LockSupport.park(this);
            } else if (number.get() < BATCH && !closing) {
                LockSupport.parkNanos(this, COLLECT_NANOS);
            }
            take(batch);
            while (!write(batch)) {
                if (closing) {
                    LOG.warn("{} entries are not in the call log", batch.size() + number.get());
                    return;
                }
                LockSupport.parkNanos(this, NEXT_TRY_NANOS);
            }
        }
    }

    private void take(List<Entry> batch) {
        Gap left = takeGap();
        if (left != null) {
            batch.add(new Entry(left, 0));
        }
        Entry next;
        while (batch.size() < BATCH && (next = waiting.poll()) != null) {
            number.decrementAndGet();
            characters.addAndGet(-next.length());
            batch.add(next);
        }
    }

    /** Whether all of it is in the database, or can never be. */
    private boolean write(List<Entry> batch) {
        if (batch.isEmpty()) {
            return true;
        }
        try {
            CallRows.write(database.writer(), batch.stream().map(Entry::what).toList());
            batch.clear();
        } catch (SQLException | RuntimeException e) {
            if (!isOfAnEntry(e)) {
                LOG.debug("the call log cannot be written now", e);
            } else if (batch.size() > 1) {
                batch.removeIf(each -> write(new ArrayList<>(List.of(each))));
            } else {
                LOG.warn("an entry is not in the call log: {}", LogText.of(Cause.of(e)));
                drop(1);
                batch.clear();
            }
        }
        return batch.isEmpty();
    }

    /** Whether a failure would come again with any database: a value that is none, or that no column takes. */
    private static boolean isOfAnEntry(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return !(cause instanceof SQLException sql)
                || sql.getSQLState() != null && sql.getSQLState().matches("2[123].*");
    }

    /** Writes what is there, for some seconds. */
    void stop() throws InterruptedException {
        closing = true;
        LockSupport.unpark(writer);
        writer.join(STOP_MILLIS);
    }
}
