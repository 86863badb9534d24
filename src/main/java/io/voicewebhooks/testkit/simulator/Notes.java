package io.voicewebhooks.testkit.simulator;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is written down of a call, to be read while it lasts, too. */
final class Notes {
    private final CallListener listener;
    private final Transcript transcript = new Transcript();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> fallbacks = new CopyOnWriteArrayList<>();
    private final Map<String, List<Speech>> heard = new ConcurrentHashMap<>();
    private final List<String> dialled = new CopyOnWriteArrayList<>();
    private final List<String> talkedTo = new CopyOnWriteArrayList<>();

    Notes(CallListener listener) {
        this.listener = listener;
    }

    /** Tells whoever listens. */
    void tell(CallEvent event) {
        listener.happens(event);
    }

    void write(long at, String who, String what) {
        CallEvent.Noted line = new CallEvent.Noted(at, who, what);
        transcript.add(line);
        tell(line);
    }

    void problem(long at, String what) {
        problems.add(what);
        write(at, "!!", what);
    }

    void fallback(long at, String what) {
        fallbacks.add(what);
        write(at, "!!", what);
    }

    void hears(long at, String who, Speech speech) {
        heard.computeIfAbsent(who, any -> new CopyOnWriteArrayList<>()).add(speech);
        write(at, who, "hears " + speech);
    }

    List<Speech> heardBy(String who) {
        return heard.getOrDefault(who, List.of());
    }

    /** Whoever is rung is added. */
    List<String> dialled() {
        return dialled;
    }

    List<String> talkedTo() {
        return talkedTo;
    }

    List<String> problems() {
        return problems;
    }

    List<String> fallbacks() {
        return fallbacks;
    }

    @Override
    public String toString() {
        return transcript.toString();
    }
}
