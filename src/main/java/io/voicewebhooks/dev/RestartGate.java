package io.voicewebhooks.dev;

import io.voicewebhooks.dev.phone.Line;
import java.time.Duration;

/**
 * Holds the telephone's requests while the application starts anew, which waits for those that are on their way.
 */
final class RestartGate implements Line {
    /** Twilio waits 15 s for an answer. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final String url;
    private boolean closed;
    private int inside;

    RestartGate(String url) {
        this.url = url;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public synchronized void begin() throws InterruptedException {
        while (closed) {
            wait();
        }
        inside++;
    }

    @Override
    public synchronized void end() {
        inside = Math.max(0, inside - 1);
        notifyAll();
    }

    /** Lets nobody in, and waits until nobody is inside. */
    synchronized void close() throws InterruptedException {
        closed = true;
        long end = System.nanoTime() + LONGEST.toNanos();
        while (inside > 0 && System.nanoTime() < end) {
            wait(LONGEST.toMillis() / 10);
        }
        // whoever is still inside gets no answer any more
        inside = 0;
    }

    synchronized void open() {
        closed = false;
        notifyAll();
    }
}
