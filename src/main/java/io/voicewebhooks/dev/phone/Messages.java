package io.voicewebhooks.dev.phone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** What happened in all calls, one after the other, for pages that listen; the newest are held. */
final class Messages {
    private static final int MOST = 5_000;

    private final Deque<Message> held = new ArrayDeque<>();
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
    /** From the clock, so that the numbers of an earlier run are none of this one. */
    private final long before = System.currentTimeMillis();

    private long newest = before;

    /**
     * A message.
     *
     * @param text JSON
     */
    record Message(long number, String text) {}

    /** Adds an event of a call, and tells the listeners. */
    void add(String call, ObjectNode event) {
        synchronized (this) {
            newest++;
            ObjectNode message = JsonNodeFactory.instance
                    .objectNode()
                    .put("call", call)
                    .put("seq", newest)
                    .set("event", event);
            held.add(new Message(newest, message.toString()));
            if (held.size() > MOST) {
                held.remove();
            }
        }
        tell();
    }

    /** Tells the listeners that something changed. */
    void tell() {
        listeners.forEach(Runnable::run);
    }

    /** A listener neither waits nor throws. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void leave(Runnable listener) {
        listeners.remove(listener);
    }

    /** Whether anybody listens. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    synchronized long newest() {
        return newest;
    }

    /** Whether all that came after a number is held; of a number that there never was, nothing is. */
    synchronized boolean holds(long number) {
        long oldest = held.isEmpty() ? newest + 1 : held.peek().number();
        return number >= oldest - 1 && number <= newest;
    }

    /** The next ones after a number. */
    synchronized List<Message> after(long number, int most) {
        return held.stream()
                .filter(message -> message.number() > number)
                .limit(most)
                .toList();
    }
}
