package io.voicewebhooks.cli;

import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.Simulator;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many whole calls, begun at a steady rate whatever the application does, so that a slow application has more calls at
 * once and not fewer in all.
 */
final class CallLoad {
    private final Simulator simulator;
    private final CallOptions options;
    private final Terminal terminal;
    private final LoadReport report = new LoadReport();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch over;

    CallLoad(Simulator simulator, CallOptions options, Terminal terminal) {
        this.simulator = simulator;
        this.options = options;
        this.terminal = terminal;
        this.over = new CountDownLatch(options.calls);
    }

    /** Makes the calls and prints the table. Returns the exit status. */
    int run() throws InterruptedException {
        long start = System.nanoTime();
        ExecutorService callers = Executors.newCachedThreadPool();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        try {
            clock.scheduleAtFixedRate(
                    () -> begin(callers), 0, TimeUnit.SECONDS.toNanos(1) / options.rate, TimeUnit.NANOSECONDS);
            clock.scheduleAtFixedRate(() -> progress(start), 1, 1, TimeUnit.SECONDS);
            over.await();
        } finally {
            clock.shutdownNow();
            callers.shutdownNow();
        }
        report.print(terminal.out(), Duration.ofNanos(System.nanoTime() - start));
        return report.problems() == 0 ? 0 : 1;
    }

    private void begin(ExecutorService callers) {
        if (begun.get() < options.calls) {
            begun.incrementAndGet();
            callers.execute(this::call);
        }
    }

    private void call() {
        try {
            Call call = simulator.call(options.setup(), new CallScript(options.script()), null);
            call.run();
            report.add(call, call.awaitFetched(options.mediaWait));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    private void progress(long start) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        String line = "%4d s: %,d calls begun, %,d over, %,d with problems%n";
        terminal.err().printf(line, seconds, begun.get(), options.calls - over.getCount(), report.problems());
    }
}
