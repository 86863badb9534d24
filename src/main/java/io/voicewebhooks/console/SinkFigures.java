package io.voicewebhooks.console;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.voicewebhooks.journal.Queues;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.util.TimeUtils;

/** What the meters of each sink said in the last minutes: tries a minute, and how long they took. */
final class SinkFigures {
    private static final int STEP_SECONDS = 10;
    /** Ten minutes. */
    private static final int STEPS = 60;

    private static final int MINUTE = 60;

    /**
     * @param tries   that had ended by then
     * @param buckets how many of them within each time
     */
    private record Step(double tries, CountAtBucket[] buckets) {
        /** The least time that 19 of 20 tries since then were within, in words; empty where there were none. */
        String p95Since(Step before) {
            for (int i = 0; i < buckets.length && tries > before.tries; i++) {
                double within = buckets[i].count() - (i < before.buckets.length ? before.buckets[i].count() : 0);
                if (within >= 0.95 * (tries - before.tries)) {
                    return "≤ "
                            + String.valueOf(buckets[i].bucket(TimeUnit.SECONDS))
                                    .replaceFirst("\\.0$", "") + " s";
                }
            }
            return tries > before.tries ? "over 60 s" : "";
        }
    }

    private final MeterRegistry registry;
    private final Map<String, Deque<Step>> steps = new HashMap<>();

    private SinkFigures(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Begins to look; there is nothing to look at where the context has no meters. */
    static SinkFigures start(CamelContext context) {
        SinkFigures figures = new SinkFigures(context.getRegistry().findSingleByType(MeterRegistry.class));
        if (figures.registry != null) {
            context.getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(figures, "console")
                    .scheduleWithFixedDelay(figures::look, 0, STEP_SECONDS, TimeUnit.SECONDS);
        }
        return figures;
    }

    private void look() {
        registry.find("voice.delivery").timers().forEach(this::look);
    }

    private synchronized void look(Timer timer) {
        Deque<Step> seen = steps.computeIfAbsent(timer.getId().getTag("sink"), key -> new ArrayDeque<>());
        if (seen.isEmpty()) {
            // its first tries have just ended
            seen.add(new Step(0, new CountAtBucket[0]));
        }
        seen.add(new Step(timer.count(), timer.takeSnapshot().histogramCounts()));
        if (seen.size() > STEPS + 1) {
            seen.remove();
        }
    }

    /**
     * Of a sink, for a template: {@code perMinute}, {@code p95} and {@code oldest} in words, {@code spark}: the points of a
     * line in a box of 120 by 28, and {@code peak}: tries a minute at its highest.
     */
    synchronized Map<String, Object> of(String sink) {
        Map<String, Object> figures = new HashMap<>();
        double oldest = figure("voice.queue.oldest.seconds", "queue", Queues.SINK_PREFIX + sink);
        if (oldest >= 1) {
            figures.put("oldest", TimeUtils.printDuration((long) oldest * 1_000));
        }
        List<Step> seen = List.copyOf(steps.getOrDefault(sink, new ArrayDeque<>()));
        if (seen.size() > 1) {
            Step last = seen.get(seen.size() - 1);
            Step minuteAgo = seen.get(Math.max(0, seen.size() - 1 - MINUTE / STEP_SECONDS));
            figures.put("perMinute", Math.round(last.tries - minuteAgo.tries));
            figures.put("p95", last.p95Since(seen.get(0)));
            double[] each = IntStream.range(1, seen.size())
                    .mapToDouble(i -> seen.get(i).tries - seen.get(i - 1).tries)
                    .toArray();
            double peak = DoubleStream.of(each).reduce(1, Math::max);
            figures.put("peak", Math.round(peak * MINUTE / STEP_SECONDS));
            figures.put(
                    "spark",
                    IntStream.range(0, each.length)
                            .mapToObj(i -> 120 - 2 * (each.length - 1 - i) + "," + Math.round(26 - 24 * each[i] / peak))
                            .collect(Collectors.joining(" ")));
        }
        return figures;
    }

    /** Messages in a queue. */
    double depth(String queue) {
        return figure("voice.queue.depth", "queue", queue);
    }

    /** Deliveries that failed for good since the start. */
    double deadLetters(String sink) {
        return figure("voice.dead.letters", "sink", sink);
    }

    /** Of a gauge or counter; 0 where there is none now. */
    private double figure(String name, String tag, String value) {
        Meter meter =
                registry == null ? null : registry.find(name).tag(tag, value).meter();
        double figure = meter == null ? 0 : meter.measure().iterator().next().getValue();
        return Double.isNaN(figure) ? 0 : figure;
    }
}
