package io.voicewebhooks.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A valve that notes what is asked of it, and lets time pass when it is told to. */
final class RecordedValve implements SinkBreaker.Valve {
    final List<String> calls = new ArrayList<>();
    final List<Runnable> tasks = new ArrayList<>();

    @Override
    public void close(String why) {
        calls.add("close");
    }

    @Override
    public void openForOne() {
        calls.add("openForOne");
    }

    @Override
    public void open() {
        calls.add("open");
    }

    @Override
    public void later(Duration wait, Runnable task) {
        calls.add("later " + wait);
        tasks.add(task);
    }

    /** Everything that is due later happens. */
    void passTime() {
        List<Runnable> due = List.copyOf(tasks);
        tasks.clear();
        due.forEach(Runnable::run);
    }
}
