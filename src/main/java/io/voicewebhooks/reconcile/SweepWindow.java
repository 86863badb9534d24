package io.voicewebhooks.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which calls and recordings are compared, by Twilio's clock.
 *
 * @param since ended not earlier
 * @param until ended earlier
 * @param whole began not earlier: the log may not have what was before
 */
record SweepWindow(Instant since, Instant until, Instant whole) {
    /** What has come into a list late is found the next time. */
    static final Duration OVERLAP = Duration.ofHours(1);

    boolean has(Optional<Instant> began, Optional<Instant> ended) {
        return isOver(ended)
                && ended.filter(at -> !at.isBefore(since)).isPresent()
                && began.filter(at -> !at.isBefore(whole)).isPresent();
    }

    /** Whether it ended so long ago that it is told of by now. */
    boolean isOver(Optional<Instant> ended) {
        return ended.filter(at -> at.isBefore(until)).isPresent();
    }

    /** Whether no later look finds more about it. */
    boolean isSettled(Optional<Instant> ended) {
        return ended.filter(at -> at.isBefore(until.minus(OVERLAP))).isPresent();
    }
}
