package io.voicewebhooks.dev;

import io.voicewebhooks.observe.Cause;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Decides what runs: files that were saved replace those that run once a check has passed; those that ran last go on, or
 * start again, where it has not or where the start fails all the same.
 */
final class Restarts {
    private final DevApplication application;
    private final RestartGate gate;
    private final PrintStream out;
    /** Told whenever something changes: whether a restart is under way. */
    private final Consumer<Boolean> changes;
    /** What ran last; nothing before the first start. */
    private UserFiles good = new UserFiles(Map.of());

    private volatile List<Problem> problems = List.of();
    private volatile List<Problem> warnings = List.of();
    private volatile String said = "";
    private volatile boolean over;

    Restarts(DevApplication application, RestartGate gate, PrintStream out, Consumer<Boolean> changes) {
        this.application = application;
        this.gate = gate;
        this.out = out;
        this.changes = changes;
    }

    /** What is wrong with the files that were saved last, until it is mended. */
    List<Problem> problems() {
        return problems;
    }

    /** What is doubtful in what runs. */
    List<Problem> warnings() {
        return warnings;
    }

    /** What was done about the last save, a sentence. */
    String said() {
        return said;
    }

    /**
     * Starts the application, or says what is to be mended first, and returns whether it runs.
     *
     * @throws IllegalStateException if no edit would help
     */
    synchronized boolean begin(UserFiles files) throws IOException {
        try {
            application.start(files);
            good = files;
            changes.accept(false);
            return true;
        } catch (IllegalStateException e) {
            if (over) {
                return false;
            }
            tell("does not start, and waits until this is mended", application.problems(files));
            if (problems.isEmpty()) {
                throw e;
            }
            return false;
        }
    }

    /** Takes other files, if nothing is wrong with them. */
    synchronized void take(UserFiles files) throws InterruptedException {
        if (over) {
            return;
        }
        long saved = System.nanoTime();
        if (application.isRunning() && files.equals(good)) {
            if (!problems.isEmpty()) {
                problems = List.of();
                say("mended: the files are those that run");
                changes.accept(false);
            }
            return;
        }
        Set<String> changed = files.changedSince(good);
        List<Problem> found = problems(files, changed);
        if (!found.isEmpty()) {
            tell("not taken; what ran before goes on", found);
            return;
        }
        changes.accept(true);
        gate.close();
        try {
            application.stop();
            if (start(files)) {
                say("taken after %.1f s: %s".formatted((System.nanoTime() - saved) / 1e9, String.join(", ", changed)));
            }
        } finally {
            gate.open();
            changes.accept(false);
        }
    }

    /** What is of no file that is known must be of the one that was changed, if it is one. */
    private List<Problem> problems(UserFiles files, Set<String> changed) {
        try {
            return application.problems(files).stream()
                    .map(problem -> changed.size() == 1
                            ? problem.orOf(changed.iterator().next())
                            : problem)
                    .toList();
        } catch (IOException e) {
            return List.of(new Problem("", 0, "cannot be checked: " + Cause.of(e)));
        }
    }

    private boolean start(UserFiles files) {
        try {
            application.start(files);
            good = files;
            problems = List.of();
            warnings = application.warnings();
            return true;
        } catch (IllegalStateException e) {
            tell("does not start; what ran before starts again", Problem.all(e.getMessage(), files));
            try {
                application.start(good);
            } catch (IllegalStateException again) {
                tell("does not start either; the next save is tried", Problem.all(again.getMessage(), good));
            }
            return false;
        }
    }

    private void say(String what) {
        said = what;
        print(what);
    }

    private void tell(String what, List<Problem> found) {
        problems = found;
        if (!found.isEmpty()) {
            said = what;
            print(found.stream().map(problem -> "\n  " + problem).collect(Collectors.joining("", what + ":", "")));
        }
        changes.accept(false);
    }

    /** What comes of a start is of no interest to somebody who has stopped it. */
    private void print(String line) {
        if (!over) {
            out.println(line);
        }
    }

    boolean isOver() {
        return over;
    }

    /** Stops it for good, once a start that is under way is over. */
    void end() {
        over = true;
        synchronized (this) {
            application.stop();
        }
    }
}
