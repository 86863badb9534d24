package io.voicewebhooks.bench;

import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Webhooks at a steady rate, whatever the answers do, until it is closed. Every time counts from the moment at which a
 * webhook was due, so a stall counts for all that were due meanwhile.
 */
final class SteadyLoad implements AutoCloseable {
    private static final int SENDERS = 64;
    private static final int LONGEST_ANSWER_SECONDS = 30;

    private final Post post;
    private final int meant;
    private final long period;
    private final long begun = System.nanoTime();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Map<Long, Long> due = new ConcurrentHashMap<>();
    private final AtomicReference<Times> times = new AtomicReference<>(new Times());
    private volatile long measured = begun;
    private volatile boolean on = true;

    /**
     * Begins at once.
     *
     * @param meant the status that every answer is to have
     */
    SteadyLoad(int perSecond, int meant, Post post) {
        this.post = post;
        this.meant = meant;
        this.period = TimeUnit.SECONDS.toNanos(1) / perSecond;
        for (int i = 0; i < SENDERS; i++) {
            senders.execute(this::send);
        }
    }

    private void send() {
        while (true) {
            long moment = begun + number.getAndIncrement() * period;
            for (long wait = 1; on && wait > 0; wait = moment - System.nanoTime()) {
                LockSupport.parkNanos(moment - System.nanoTime());
            }
            if (!on) {
                return;
            }
            String call = Twilio.callSid();
            try {
                if (post.about(call) == meant) {
                    if (moment >= measured) {
                        times.get().add(System.nanoTime() - moment);
                    }
                    due.put(CountingSink.call(call), moment);
                } else {
                    failed.incrementAndGet();
                }
            } catch (IOException e) {
                failed.incrementAndGet();
            }
        }
    }

    /**
     * From now on only webhooks that become due are measured: what came before was to warm up.
     *
     * @return now, as {@link System#nanoTime()} tells it
     */
    long measure() {
        measured = System.nanoTime();
        take();
        return measured;
    }

    /** How long the answers as meant took since this was asked before. */
    Times take() {
        return times.getAndSet(new Times());
    }

    /** When the webhook about each call that was answered as meant was due, as {@link System#nanoTime()} tells it. */
    Map<Long, Long> due() {
        return due;
    }

    /** Webhooks that nobody answered, or not as meant. */
    long failed() {
        return failed.get();
    }

    /** Sends no more and waits for the last answers. */
    void stop() throws InterruptedException {
        on = false;
        senders.shutdown();
        if (!senders.awaitTermination(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("some webhooks were not answered within " + LONGEST_ANSWER_SECONDS + " s");
        }
    }

    @Override
    public void close() {
        on = false;
        senders.shutdownNow();
    }
}
