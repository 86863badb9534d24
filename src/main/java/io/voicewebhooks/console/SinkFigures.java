package io.voicewebhooks.console;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
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

    private final MeterRegistry registry;
    private final Map<String, Deque<HistogramSnapshot>> steps = new HashMap<>();

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
        Deque<HistogramSnapshot> seen = steps.computeIfAbsent(timer.getId().getTag("sink"), key -> new ArrayDeque<>());
        if (seen.isEmpty()) {
            // its first tries have just ended
            seen.add(HistogramSnapshot.empty(0, 0, 0));
        }
        seen.add(timer.takeSnapshot());
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
        List<HistogramSnapshot> seen = List.copyOf(steps.getOrDefault(sink, new ArrayDeque<>()));
        if (seen.size() > 1) {
            HistogramSnapshot last = seen.get(seen.size() - 1);
            HistogramSnapshot minuteAgo = seen.get(Math.max(0, seen.size() - 1 - MINUTE / STEP_SECONDS));
            figures.put("perMinute", last.count() - minuteAgo.count());
            figures.put("p95", p95(seen.get(0), last));
            double[] each = IntStream.range(1, seen.size())
                    .mapToDouble(i -> seen.get(i).count() - seen.get(i - 1).count())
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

    /** The least time that 19 of 20 tries between two looks were within, in words; empty where there were none. */
    private static String p95(HistogramSnapshot before, HistogramSnapshot last) {
        CountAtBucket[] then = before.histogramCounts();
        long tries = last.count() - before.count();
        for (int i = 0; i < last.histogramCounts().length && tries > 0; i++) {
            CountAtBucket bucket = last.histogramCounts()[i];
            if (bucket.count() - (i < then.length ? then[i].count() : 0) >= 0.95 * tries) {
                return "≤ " + String.valueOf(bucket.bucket(TimeUnit.SECONDS)).replaceFirst("\\.0$", "") + " s";
            }
        }
        return tries > 0 ? "over 60 s" : "";
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
