package io.voicewebhooks.delivery;

import java.time.Duration;
import java.util.PriorityQueue;

/** The retries of a sink that this instance has sent and that are not due yet, for a broker that does not count them. */
final class OwnRetries {
    private final PriorityQueue<Long> due = new PriorityQueue<>();
    private final long start = System.nanoTime();

    synchronized void add(Duration wait) {
        waiting();
        due.add(now() + wait.toNanos());
    }

    synchronized long waiting() {
        while (!due.isEmpty() && due.peek() <= now()) {
            due.poll();
        }
        return due.size();
    }

    /** Since it was made, so that times can be compared. */
    private long now() {
        return System.nanoTime() - start;
    }
}
