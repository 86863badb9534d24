package io.voicewebhooks.bench;

import java.util.concurrent.TimeUnit;

/** Times by the microsecond up to 100 ms, by the millisecond up to a minute; longer ones count as a minute. */
final class Latencies {
    private static final int FINE = 100_000;
    private static final int COARSE = 60_000;
    private static final int MICROS = 1_000;

    private final int[] buckets = new int[FINE + COARSE];
    private int count;

    void add(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        long bucket = micros < FINE ? micros : FINE + (micros - FINE) / MICROS;
        buckets[(int) Math.min(bucket, buckets.length - 1)]++;
        count++;
    }

    int count() {
        return count;
    }

    /** The time in milliseconds that so many percent did not exceed. */
    double percentile(int percent) {
        long wanted = (long) Math.ceil(count * percent / 100.0);
        long seen = 0;
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            seen += buckets[bucket];
            if (seen >= wanted && seen > 0) {
                double micros = bucket < FINE ? bucket : FINE + (double) (bucket - FINE) * MICROS;
                return micros / MICROS;
            }
        }
        return Double.NaN;
    }
}
