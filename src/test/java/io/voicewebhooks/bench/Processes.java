package io.voicewebhooks.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/** Ends what was started, the last first: when it is closed, and when this JVM is told to end. */
final class Processes implements AutoCloseable {
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    Processes() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    synchronized <T extends AutoCloseable> T add(T process) {
        running.push(process);
        return process;
    }

    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                // the others are to end all the same
                System.err.println("a process could not be ended: " + e.getMessage());
            }
        }
    }
}
