package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Webhook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Where live calls meet: queues and conferences by name, and the calls that wait for a change there. */
final class Rooms {
    /**
     * Somebody in a queue.
     *
     * @param room    where that one talks to whoever takes the call
     * @param whisper what is to be heard before, empty for nothing; null until then
     */
    record Waiting(Leg leg, Room room, AtomicReference<Optional<Webhook>> whisper) {
        boolean isTaken() {
            return whisper.get() != null;
        }
    }

    /**
     * A conference.
     *
     * @param noun     of whoever came first, which settles how it is reported and recorded
     * @param sequence of its callbacks
     */
    record Conference(Room room, String sid, Verb noun, Document document, AtomicInteger sequence) {
        /** Null if nobody wants to know. */
        Callback callback(String name, String standardEvents) {
            return Callback.of(noun, document, name, standardEvents);
        }
    }

    private final Map<String, List<Waiting>> queues = new ConcurrentHashMap<>();
    private final Map<String, Conference> conferences = new ConcurrentHashMap<>();
    private final Set<Turns> waiting = new CopyOnWriteArraySet<>();

    /** A call is to be woken by changes from now on. */
    void join(Turns call) {
        waiting.add(call);
    }

    void leave(Turns call) {
        waiting.remove(call);
    }

    private void changed() {
        waiting.forEach(Turns::wake);
    }

    /** Who waits in a queue, in order. */
    List<Waiting> queue(String name) {
        return queues.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>());
    }

    /** Somebody waits at its end. */
    Waiting enqueue(String queue, Leg leg) {
        Waiting last = new Waiting(leg, new Room(this::changed), new AtomicReference<>());
        queue(queue).add(last);
        last.room().enter(false);
        return last;
    }

    /** Takes the first of a queue out of it. */
    Optional<Waiting> first(String queue) {
        return queue(queue).stream().filter(queue(queue)::remove).findFirst();
    }

    /** A conference, which begins with the first. */
    Conference conference(Verb noun, Document document) {
        return conferences.compute(
                noun.text(), (name, found) -> found != null && !found.room().isOver() ? found : begin(noun, document));
    }

    private Conference begin(Verb noun, Document document) {
        return new Conference(new Room(this::changed), Leg.sid("CF"), noun, document, new AtomicInteger());
    }
}
