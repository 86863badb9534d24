package io.voicewebhooks.observe;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Tells of something that fails again and again without a line for each time: an ERROR when it begins, one a minute with
 * a count, and a line when it works again.
 */
public final class FailureLog {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    /** What works now and then begins no more often than this. */
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(5);

    private final Logger log;
    private final String fails;
    private final String works;
    private final LongSupplier nanoTime;
    private volatile boolean failing;
    private boolean told;
    private long begin;
    private long lastLine;
    private long count;

    /**
     * @param fails what the lines begin with, for example {@code call-status cannot be stored}
     * @param works the same for the last one, {@code call-status is stored again}
     */
    public FailureLog(Logger log, String fails, String works) {
        this(log, fails, works, System::nanoTime);
    }

    FailureLog(Logger log, String fails, String works, LongSupplier nanoTime) {
        this.log = log;
        this.fails = fails;
        this.works = works;
        this.nanoTime = nanoTime;
        this.lastLine = nanoTime.getAsLong() - SHORTEST;
    }

    /** It failed. */
    public synchronized void failed(String why) {
        long now = nanoTime.getAsLong();
        if (!failing) {
            failing = true;
            told = false;
            begin = now;
            count = 0;
        }
        count++;
        if (now - lastLine < (told ? MINUTE : SHORTEST)) {
            return;
        }
        if (told) {
            log.error("{}, {} times in {} s: {}", fails, count, seconds(now), why);
        } else {
            log.error("{}: {} (while it lasts, a line a minute counts the others)", fails, why);
        }
        told = true;
        lastLine = now;
    }

    /** It worked; costs nothing where it has not failed before. */
    public void worked() {
        if (failing) {
            end();
        }
    }

    private synchronized void end() {
        if (failing && told) {
            log.info("{}: it failed {} times in {} s", works, count, seconds(nanoTime.getAsLong()));
        }
        failing = false;
    }

    private long seconds(long now) {
        return Duration.ofNanos(now - begin).toSeconds();
    }
}
