package io.voicewebhooks.testkit.simulator;

/** Where people of several calls talk: a conference, or the two whom a queue brought together. */
final class Room {
    private final Runnable changed;
    private int people;
    private boolean startable;
    private boolean started;
    private boolean over;

    /**
     * @param changed is run after each change
     */
    Room(Runnable changed) {
        this.changed = changed;
    }

    /** Somebody comes, who may let the conversation start. */
    void enter(boolean starts) {
        synchronized (this) {
            people++;
            startable |= starts;
        }
        changed.run();
    }

    /** Somebody goes; returns whether that ends it. */
    boolean leave(boolean ends) {
        boolean now;
        synchronized (this) {
            people--;
            now = !over && (ends || people == 0);
            over |= now;
        }
        changed.run();
        return now;
    }

    /** Returns whether it starts just now. */
    synchronized boolean start() {
        boolean now = canTalk() && !started;
        started |= now;
        return now;
    }

    synchronized boolean isStarted() {
        return started;
    }

    /** Whether two are there, and somebody let it start. */
    synchronized boolean canTalk() {
        return startable && people > 1 && !over;
    }

    synchronized boolean isOver() {
        return over;
    }
}
