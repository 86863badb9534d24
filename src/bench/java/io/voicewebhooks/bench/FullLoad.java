package io.voicewebhooks.bench;

import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Call status callbacks as fast as they are answered, over so many connections. */
final class FullLoad implements AutoCloseable {
    private final int connections;
    private final Post post;
    private final ExecutorService senders;
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();
    private final Times times = new Times();

    FullLoad(int connections, Post post) {
        this.connections = connections;
        this.post = post;
        this.senders = Executors.newFixedThreadPool(connections);
    }

    /**
     * Goes on until so many were acknowledged, over all runs.
     *
     * @param deadline when it fails instead, as {@link System#nanoTime()} tells it
     */
    void until(long target, long deadline) throws InterruptedException, ExecutionException {
        AtomicLong left = new AtomicLong(target - acknowledged.size());
        all(() -> {
            while (left.getAndDecrement() > 0) {
                while (!send()) {
                    check(deadline);
                }
                check(deadline);
            }
            return null;
        });
    }

    /** Goes on for a time, and until the last answer is there. */
    void during(Duration time) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + time.toNanos();
        all(() -> {
            while (System.nanoTime() < end) {
                send();
            }
            return null;
        });
    }

    private void all(Callable<Void> sender) throws InterruptedException, ExecutionException {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            work.add(sender);
        }
        for (Future<Void> sent : senders.invokeAll(work)) {
            sent.get();
        }
    }

    private static void check(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw new IllegalStateException("not accepted in time");
        }
    }

    private boolean send() throws IOException {
        String call = Twilio.callSid();
        long begun = System.nanoTime();
        boolean accepted = post.about(call) == 204;
        if (accepted) {
            times.add(System.nanoTime() - begun);
            acknowledged.add(CountingSink.call(call));
        } else {
            refused.incrementAndGet();
        }
        return accepted;
    }

    /** The calls whose callbacks were answered with 204. */
    Set<Long> acknowledged() {
        return acknowledged;
    }

    /** Answers with another status. */
    long refused() {
        return refused.get();
    }

    /** How long the answers with 204 took. */
    Times times() {
        return times;
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
