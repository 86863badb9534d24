package io.voicewebhooks.bench;

import java.util.Arrays;

/** How long many things took. Any number of threads may add to it. */
final class Times {
    private long[] nanos = new long[1024];
    private int count;

    synchronized void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    synchronized void clear() {
        count = 0;
    }

    synchronized int count() {
        return count;
    }

    /** The time in milliseconds that so many percent did not exceed; no number where there is none. */
    synchronized double millis(int percent) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(count * percent / 100.0) - 1;
        return count == 0 ? Double.NaN : sorted[index] / 1e6;
    }
}
