package io.voicewebhooks.support;

import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Signed call status callbacks at a steady rate, each of a call of its own and to one listener after the other, and which of
 * them were acknowledged.
 */
public final class Load implements AutoCloseable {
    private static final int THREADS = 32;

    private final List<String> listeners;
    private final LoadClient client = new LoadClient(THREADS);
    private final ScheduledExecutorService senders = Executors.newScheduledThreadPool(THREADS);
    private final AtomicLong sent = new AtomicLong();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();
    private final AtomicLong slowest = new AtomicLong();
    private volatile boolean on;

    /**
     * @param perSecond webhooks a second while the load is on
     * @param listeners where the applications listen
     */
    public Load(int perSecond, String... listeners) {
        this.listeners = List.of(listeners);
        long period = TimeUnit.SECONDS.toMicros(1) * THREADS / perSecond;
        for (int i = 0; i < THREADS; i++) {
            senders.scheduleAtFixedRate(this::send, period * i / THREADS, period, TimeUnit.MICROSECONDS);
        }
    }

    private void send() {
        if (on) {
            String call = Twilio.callSid();
            String listener = listeners.get((int) (sent.getAndIncrement() % listeners.size()));
            try {
                long before = System.nanoTime();
                int status = client.post(listener, call, "completed");
                slowest.accumulateAndGet(System.nanoTime() - before, Math::max);
                if (status == 204) {
                    acknowledged.put(call, System.currentTimeMillis());
                }
                answers.computeIfAbsent(status, any -> new AtomicLong()).incrementAndGet();
            } catch (IOException e) {
                // nobody answered: it was not acknowledged
            }
        }
    }

    public void on() {
        on = true;
    }

    public void off() {
        on = false;
    }

    /** CallSids whose callback was answered with 204. */
    public Set<String> acknowledged() {
        return Set.copyOf(acknowledged.keySet());
    }

    /** When the callback of each call was answered with 204, in milliseconds since 1970. */
    public Map<String, Long> times() {
        return Map.copyOf(acknowledged);
    }

    /** Webhooks that were sent, answered or not. */
    public long sent() {
        return sent.get();
    }

    /** How often each status was answered. */
    public Map<Integer, Long> answers() {
        Map<Integer, Long> copy = new TreeMap<>();
        answers.forEach((status, number) -> copy.put(status, number.get()));
        return copy;
    }

    /** The longest time that an answer took. */
    public Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    @Override
    public void close() {
        senders.shutdownNow();
        client.close();
    }
}
