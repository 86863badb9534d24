package io.voicewebhooks.observe;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps what strangers cause from filling the log: at most 10 lines a minute, and the next line counts the others. */
public final class LogLimit {
    private static final int LINES = 10;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private long start;
    private int lines;
    private long suppressed;

    public LogLimit() {
        this(System::nanoTime);
    }

    /** With another clock than {@link System#nanoTime()}. */
    public LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** How many lines were left out before this one, negative if this one is left out as well. */
    public synchronized long next() {
        long now = nanoTime.getAsLong();
        if (now - start >= MINUTE) {
            start = now;
            lines = 0;
        }
        if (lines == LINES) {
            suppressed++;
            return -1;
        }
        lines++;
        long before = suppressed;
        suppressed = 0;
        return before;
    }
}
