package io.voicewebhooks.console;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.voicewebhooks.journal.Queues;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;

/** What the meters of each sink said in the last minutes: tries a minute, and how long they took. */
final class SinkFigures {
    private static final int STEP_SECONDS = 10;
    /** Ten minutes. */
    private static final int STEPS = 60;

    private static final int MINUTE = 60;

    private final MeterRegistry registry;
    private final Map<String, Deque<double[]>> steps = new HashMap<>();

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

    /** Keeps how many tries had ended: in all, and within each bucket. */
    private synchronized void look(Timer timer) {
        double[] now = state(timer);
        Deque<double[]> seen = steps.computeIfAbsent(timer.getId().getTag("sink"), key -> new ArrayDeque<>());
        if (seen.isEmpty()) {
            // what was before the first look is of no known time, except that of a sink that has just begun
            seen.add(new double[now.length]);
        }
        seen.add(now);
        if (seen.size() > STEPS + 1) {
            seen.remove();
        }
    }

    private static double[] state(Timer timer) {
        CountAtBucket[] buckets = timer.takeSnapshot().histogramCounts();
        double[] state = new double[buckets.length + 1];
        state[0] = timer.count();
        for (int i = 0; i < buckets.length; i++) {
            state[i + 1] = buckets[i].count();
        }
        return state;
    }

    /**
     * Of a sink, for a template: {@code perMinute}, {@code p95} and {@code oldest} in words, {@code spark}: the points of a
     * line in a box of 120 by 28, and {@code peak}: tries a minute at its highest.
     */
    synchronized Map<String, Object> of(String sink) {
        Map<String, Object> figures = new HashMap<>();
        gauge("voice.queue.oldest.seconds", "queue", Queues.SINK_PREFIX + sink)
                .filter(seconds -> seconds >= 1)
                .ifPresent(seconds -> figures.put("oldest", words(Duration.ofSeconds(seconds.longValue()))));
        List<double[]> seen = List.copyOf(steps.getOrDefault(sink, new ArrayDeque<>()));
        if (seen.size() > 1) {
            double[] last = seen.get(seen.size() - 1);
            double[] minuteAgo = seen.get(Math.max(0, seen.size() - 1 - MINUTE / STEP_SECONDS));
            figures.put("perMinute", Math.round(last[0] - minuteAgo[0]));
            p95(sink, seen.get(0), last).ifPresent(time -> figures.put("p95", time));
            double[] each = IntStream.range(1, seen.size())
                    .mapToDouble(i -> seen.get(i)[0] - seen.get(i - 1)[0])
                    .toArray();
            double peak = Math.max(1, DoubleStream.of(each).max().orElse(1));
            figures.put("peak", Math.round(peak * MINUTE / STEP_SECONDS));
            figures.put(
                    "spark",
                    IntStream.range(0, each.length)
                            .mapToObj(
                                    i -> "%d,%.1f".formatted(120 - 2 * (each.length - 1 - i), 26 - 24 * each[i] / peak))
                            .collect(Collectors.joining(" ")));
        }
        return figures;
    }

    /** The least bucket that 19 of 20 tries of these minutes were within. */
    private Optional<String> p95(String sink, double[] from, double[] to) {
        double tries = to[0] - from[0];
        CountAtBucket[] buckets = registry.find("voice.delivery")
                .tag("sink", sink)
                .timer()
                .takeSnapshot()
                .histogramCounts();
        if (tries == 0) {
            return Optional.empty();
        }
        for (int i = 0; i < buckets.length; i++) {
            if (to[i + 1] - from[i + 1] >= 0.95 * tries) {
                return Optional.of("≤ " + words(Duration.ofMillis((long) buckets[i].bucket(TimeUnit.MILLISECONDS))));
            }
        }
        return Optional.of("over 1 min");
    }

    /** A figure of a gauge; nothing where there is none now. */
    Optional<Double> gauge(String name, String tag, String value) {
        Gauge gauge =
                registry == null ? null : registry.find(name).tag(tag, value).gauge();
        return Optional.ofNullable(gauge).map(Gauge::value).filter(figure -> !figure.isNaN());
    }

    /** Deliveries that failed for good since the start. */
    double deadLetters(String sink) {
        Counter counter = registry == null
                ? null
                : registry.find("voice.dead.letters").tag("sink", sink).counter();
        return counter == null ? 0 : counter.count();
    }

    /** A time in the greatest units that tell something. */
    static String words(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 1
                ? time.toMillis() + " ms"
                : seconds < 100
                        ? (time.toMillis() % 1_000 == 0 ? seconds : time.toMillis() / 1e3) + " s"
                        : seconds < 7_200
                                ? seconds / 60 + " min"
                                : seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
    }
}
