package io.voicewebhooks.delivery;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.apache.camel.CamelContext;

/**
 * The waits between the tries of a delivery ({@code voice.retry.schedule}). Up to 20 % are added by chance, so that what
 * failed together does not come back together.
 */
final class RetrySchedule {
    private static final double JITTER = 0.2;
    /** Camel makes an endpoint for every wait, so waits are rounded to a few steps of jitter. */
    private static final int STEPS = 8;

    private static final Duration LONGEST_PROBE_WAIT = Duration.ofMinutes(5);

    private final List<Duration> waits;
    /** Gives numbers from 0 up to 1. */
    private final DoubleSupplier random;

    RetrySchedule(List<Duration> waits, DoubleSupplier random) {
        this.waits = List.copyOf(waits);
        this.random = random;
    }

    /** That of the configuration. */
    static RetrySchedule of(CamelContext context) {
        List<Duration> waits = Settings.of(context).durations(Key.RETRY_SCHEDULE);
        return new RetrySchedule(waits, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** How long to wait after the given number of failed tries, or nothing if there is no further try. */
    Optional<Duration> waitAfter(int failures) {
        return failures > waits.size() ? Optional.empty() : Optional.of(jittered(waits.get(failures - 1)));
    }

    /** The same for a series that has no end: it goes on with a wait of at most five minutes. */
    Duration waitAtMost(int failures) {
        return jittered(Collections.min(List.of(waits.get(Math.min(failures, waits.size()) - 1), LONGEST_PROBE_WAIT)));
    }

    /** The longest wait of the schedule. */
    Duration longest() {
        return Collections.max(waits);
    }

    private Duration jittered(Duration wait) {
        long step = Math.round(random.getAsDouble() * STEPS);
        return wait.plusMillis((long) (wait.toMillis() * JITTER * step / STEPS));
    }
}
