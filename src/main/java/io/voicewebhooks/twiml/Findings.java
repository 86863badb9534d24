package io.voicewebhooks.twiml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a look at templates and routes brought up: problems keep the application from starting, warnings do not. */
public final class Findings {
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, String> steps = new LinkedHashMap<>();
    private final Set<String> dialled = new TreeSet<>();

    /** Something that keeps the application from starting, with the place in front. */
    public void problem(String text) {
        problems.add(text);
    }

    /** Something that is allowed and probably not meant, with the place in front. */
    public void warning(String text) {
        warnings.add(text);
    }

    /** A problem, or a warning where there is doubt about it. */
    public void add(String text, boolean doubt) {
        (doubt ? warnings : problems).add(text);
    }

    /** What is as it may be, and good to know. */
    public void note(String text) {
        notes.add(text);
    }

    void dialled(Set<String> variables) {
        dialled.addAll(variables);
    }

    void step(String place, String path) {
        steps.put(place, path);
    }

    /** The paths of further steps that templates name, by the place where they do. */
    public Map<String, String> steps() {
        return Collections.unmodifiableMap(steps);
    }

    /** The variables that choose whom Twilio calls. */
    public Set<String> dialled() {
        return Collections.unmodifiableSet(dialled);
    }

    /** A line a problem, in the order in which they were found, each once. */
    public List<String> problems() {
        return new ArrayList<>(problems);
    }

    /** A line a warning, likewise. */
    public List<String> warnings() {
        return new ArrayList<>(warnings);
    }

    /** A line for whatever is good to know, likewise. */
    public List<String> notes() {
        return new ArrayList<>(notes);
    }
}
