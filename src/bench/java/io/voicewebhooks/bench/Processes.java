package io.voicewebhooks.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/** Ends what a run has started, the last first: when it is closed, and when this JVM is told to end. */
final class Processes implements AutoCloseable {
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private boolean closed;

    Processes() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Takes one over; too late, it is ended at once. */
    synchronized <T extends AutoCloseable> T add(T process) {
        running.push(process);
        if (closed) {
            close();
            throw new IllegalStateException("this run has ended");
        }
        return process;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                // the others are to end all the same
                System.err.println("not ended: " + e.getMessage());
            }
        }
    }
}
