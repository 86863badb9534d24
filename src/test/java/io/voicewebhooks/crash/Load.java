package io.voicewebhooks.crash;

import io.voicewebhooks.support.Twilio;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Signed call status callbacks at a steady rate, each of a call of its own, and which of them were acknowledged. */
final class Load implements AutoCloseable {
    private static final int THREADS = 32;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong answered = new AtomicLong();
    private final ScheduledExecutorService senders = Executors.newScheduledThreadPool(THREADS);
    private final Supplier<Twilio> twilio;
    private volatile boolean on;

    /**
     * @param perSecond webhooks a second while the load is on
     */
    Load(int perSecond, Supplier<Twilio> twilio) {
        this.twilio = twilio;
        long period = TimeUnit.SECONDS.toMicros(1) * THREADS / perSecond;
        for (int i = 0; i < THREADS; i++) {
            senders.scheduleAtFixedRate(this::send, period * i / THREADS, period, TimeUnit.MICROSECONDS);
        }
    }

    private void send() {
        if (on) {
            String call = Twilio.callSid();
            try {
                if (twilio.get()
                                .post("/voice/status", Twilio.status(call, "completed"))
                                .statusCode()
                        == 204) {
                    acknowledged.add(call);
                }
                answered.incrementAndGet();
            } catch (RuntimeException e) {
                // nobody answered: it was not acknowledged
            }
        }
    }

    void on() {
        on = true;
    }

    void off() {
        on = false;
    }

    /** CallSids whose callback was answered with 204. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** Webhooks that were answered, whatever the answer was. */
    long answered() {
        return answered.get();
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
