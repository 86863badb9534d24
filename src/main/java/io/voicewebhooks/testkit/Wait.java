package io.voicewebhooks.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what the application does meanwhile. */
final class Wait {
    /** A machine with busy cores does not take that long either. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final long POLL_MILLIS = 20;

    private Wait() {}

    /** Waits until something is so. */
    static void until(String what, BooleanSupplier condition) {
        until(what, Duration.ZERO, condition);
    }

    /**
     * Waits until something has been so for a time.
     *
     * @throws AssertionError if it takes longer than two minutes
     */
    static void until(String what, Duration steadily, BooleanSupplier condition) {
        long begin = System.nanoTime();
        long since = begin;
        boolean holds = condition.getAsBoolean();
        while (!holds || System.nanoTime() - since < steadily.toNanos()) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new AssertionError("waited " + LIMIT.toSeconds() + " s for " + what);
            }
            pause();
            boolean held = holds;
            holds = condition.getAsBoolean();
            since = held && holds ? since : System.nanoTime();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
