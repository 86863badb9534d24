package io.voicewebhooks.reconcile;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** So that one comparison runs at a time: two would both make an event. */
final class SweepLock {
    /** Most take no longer. */
    private static final int WAIT_SECONDS = 10;

    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Runs one.
     *
     * @throws ReconcileUnderWayException if another takes long
     */
    <T> T run(Supplier<T> sweep) {
        try {
            if (!lock.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new ReconcileUnderWayException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReconcileUnderWayException();
        }
        try {
            return sweep.get();
        } finally {
            lock.unlock();
        }
    }
}
