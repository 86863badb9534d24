package io.voicewebhooks.operations;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** How far something with many messages has come, whether it is to go on, and how it ended. */
final class Progress {
    private final AtomicLong done = new AtomicLong();
    private volatile long total;
    private volatile boolean cancelled;
    private volatile String error;
    private volatile Instant ended;

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

    /** With why it failed, {@code null} if it did not. */
    void end(String problem) {
        error = problem;
        ended = Instant.now();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** {@code running}, {@code done}, {@code cancelled} or {@code failed}. */
    String state() {
        return ended == null ? "running" : error != null ? "failed" : cancelled ? "cancelled" : "done";
    }

    /** Messages that it began with; 0 as long as they are counted. */
    long total() {
        return total;
    }

    long done() {
        return done.get();
    }

    /** {@code null} as long as it runs. */
    Instant ended() {
        return ended;
    }

    String error() {
        return error;
    }
}
