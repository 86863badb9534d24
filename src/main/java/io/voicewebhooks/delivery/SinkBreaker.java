package io.voicewebhooks.delivery;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Whether a sink gets its events. A sink that fails again and again is paused: its events wait in its queue, on disk, and
 * from time to time one of them goes out as a probe. When a probe succeeds, all of them flow again. This class decides;
 * stopping and starting the route is its {@link Valve}'s work.
 */
public final class SinkBreaker {
    /** What a sink does now. */
    public enum State {
        /** Events flow. */
        ACTIVE,
        /** No event goes out; a probe follows. */
        PAUSED,
        /** One event at a time goes out. */
        PROBING,
        /** An operator paused it; no event goes out until an operator resumes it. */
        HELD
    }

    /** Stops and starts the consumers of a sink's queue; calls return at once. */
    interface Valve {
        void close(String why);

        void openForOne();

        void open();

        void later(Duration wait, Runnable task);
    }

    /** Failures in a row before a sink is paused. */
    static final int FAILURES = 5;
    /** Artemis holds scheduled messages in memory, some 4 kB each. */
    static final long MOST_WAITING_RETRIES = 1_000;

    private final String name;
    private final Valve valve;
    private final RetrySchedule probes;
    private final Supplier<OptionalLong> waitingRetries;
    private final OwnRetries ownRetries = new OwnRetries();
    private State state = State.ACTIVE;
    private String reason = "";
    private int failures;
    private int probesFailed;
    private int pauses;

    /**
     * @param probes         the waits before the probes
     * @param waitingRetries how many deliveries of this sink wait for another try; nothing where the broker does not tell,
     *                       then those count that were sent here
     */
    SinkBreaker(String name, Valve valve, RetrySchedule probes, Supplier<OptionalLong> waitingRetries) {
        this.name = name;
        this.valve = valve;
        this.probes = probes;
        this.waitingRetries = waitingRetries;
    }

    /** For example {@code s3}. */
    public String name() {
        return name;
    }

    public synchronized State state() {
        return state;
    }

    /** Why it is not active, empty if it is. */
    public synchronized String reason() {
        return reason;
    }

    synchronized void delivered() {
        failures = 0;
        if (state == State.PROBING && !tooManyWait()) {
            activate();
        }
    }

    /** The sink asked us to wait so long: no probe comes before. */
    synchronized void failed(Failure failure, String error, Duration asked) {
        if (failure == Failure.NOTHING) {
            return;
        }
        if (failure != Failure.SINK) {
            failures = 0;
        } else if (++failures >= FAILURES || state == State.PROBING) {
            pause(error, asked);
            return;
        }
        boolean tooManyWait = tooManyWait();
        if (tooManyWait && failure != Failure.PERMANENT) {
            pause(MOST_WAITING_RETRIES + " retries are waiting, the last one because of: " + error, asked);
        } else if (state == State.PROBING && !tooManyWait) {
            activate();
        }
    }

    /** A delivery goes back to the sink's queue for another try after a while. */
    void triesAgain(Duration wait) {
        ownRetries.add(wait);
    }

    private boolean tooManyWait() {
        return waitingRetries.get().orElseGet(ownRetries::waiting) >= MOST_WAITING_RETRIES;
    }

    /** Its events were to flow, and could not: a later probe tries again. */
    synchronized void cannotStart(String why) {
        pause(why, Duration.ZERO);
    }

    private void pause(String why, Duration asked) {
        if (state == State.ACTIVE || state == State.PROBING) {
            state = State.PAUSED;
            reason = why;
            valve.close(why);
            int thisOne = ++pauses;
            valve.later(Collections.max(List.of(probes.waitAtMost(++probesFailed), asked)), () -> probe(thisOne));
        }
    }

    /** Unless an operator resumed the sink since, and it is paused once more: then another probe is due. */
    private synchronized void probe(int pause) {
        if (state == State.PAUSED && pause == pauses) {
            state = State.PROBING;
            valve.openForOne();
        }
    }

    private void activate() {
        state = State.ACTIVE;
        reason = "";
        failures = 0;
        probesFailed = 0;
        valve.open();
    }

    /** Stops the sink until {@link #resume()}. */
    public synchronized void hold(String why) {
        state = State.HELD;
        reason = why;
        valve.close(why);
    }

    /** Lets the events flow, whoever stopped them. */
    public synchronized void resume() {
        if (state != State.ACTIVE) {
            activate();
        }
    }
}
