package io.voicewebhooks.operations;

import io.voicewebhooks.observe.Cause;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** How far something with many messages has come, whether it is to go on, and how it ended. */
final class Progress {
    private final AtomicLong done = new AtomicLong();
    private volatile long total;
    private volatile boolean cancelled;
    private volatile Exception failure;
    private volatile Object answer;
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

    /** With what it answers. */
    void end(Object result) {
        answer = result;
        ended = Instant.now();
    }

    /** Without, and why. */
    void fail(Exception problem) {
        failure = problem;
        ended = Instant.now();
    }

    /** What it has answered, or the failure. */
    Object answer() throws Exception {
        if (failure != null) {
            throw failure;
        }
        return answer;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** {@code running}, {@code done}, {@code cancelled} or {@code failed}. */
    String state() {
        return ended == null ? "running" : failure != null ? "failed" : cancelled ? "cancelled" : "done";
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

    /** {@code null} where it has not failed. */
    String error() {
        Exception problem = failure;
        if (problem == null) {
            return null;
        }
        return problem instanceof RefusedException ? problem.getMessage() : Cause.of(problem);
    }

    /** Why it has failed, for the log; empty where it has not. What an operator typed may be a caller's number. */
    String failureForLog() {
        Exception problem = failure;
        if (problem == null) {
            return "";
        }
        return "; " + (problem instanceof RefusedException refused ? "refused with " + refused.status() : error());
    }
}
