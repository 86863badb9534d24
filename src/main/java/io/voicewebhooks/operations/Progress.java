package io.voicewebhooks.operations;

import java.util.concurrent.atomic.AtomicLong;

/** How far something with many messages has come, and whether it is to go on. */
final class Progress {
    private final AtomicLong done = new AtomicLong();
    private volatile long total;
    private volatile boolean cancelled;

    void expect(long messages) {
        total = messages;
    }

    void step(int messages) {
        done.addAndGet(messages);
    }

    /** What was done stays done. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    long total() {
        return total;
    }

    long done() {
        return done.get();
    }
}
