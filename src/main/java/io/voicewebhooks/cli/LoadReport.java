package io.voicewebhooks.cli;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.RecordedRequest;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What came of many calls: how they ended, what went wrong, and how long the application took for what. */
final class LoadReport {
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, Integer> problems = new TreeMap<>();
    private final Map<Purpose, List<Duration>> times = new EnumMap<>(Purpose.class);
    private final Map<Purpose, Integer> failed = new EnumMap<>(Purpose.class);
    private int calls;
    private int withProblems;
    private int recordings;
    private int fetched;

    /** Counts a call that is over, and how many of its recordings were fetched. */
    synchronized void add(Call call, int fetchedRecordings) {
        calls++;
        outcomes.merge(call.status(), 1, Integer::sum);
        List<String> wrong = Stream.concat(call.problems().stream(), call.fallbacks().stream())
                .toList();
        withProblems += wrong.isEmpty() ? 0 : 1;
        wrong.forEach(problem -> problems.merge(problem, 1, Integer::sum));
        recordings += call.recordings();
        fetched += fetchedRecordings;
        for (RecordedRequest exchange : call.exchanges()) {
            times.computeIfAbsent(exchange.purpose(), purpose -> new ArrayList<>())
                    .add(exchange.time());
            failed.merge(exchange.purpose(), exchange.succeeded() ? 0 : 1, Integer::sum);
        }
    }

    /** Calls with an answer that Twilio cannot use, or with the application's fallback. */
    synchronized int problems() {
        return withProblems;
    }

    synchronized void print(PrintStream out, Duration time) {
        out.printf("%,d calls in %.1f s, %.1f a second%n", calls, time.toMillis() / 1e3, calls * 1e3 / time.toMillis());
        outcomes.forEach((status, number) -> out.printf("  %-18s%,9d%n", status, number));
        out.printf("  %-18s%,9d%n", "with problems", withProblems);
        if (recordings > 0) {
            out.printf("  %-18s%,9d of %,d%n", "recordings fetched", fetched, recordings);
        }
        out.printf("%n  %-18s%9s%9s%10s%10s%10s%10s%n", "request", "number", "failed", "p50", "p95", "p99", "max");
        times.forEach((purpose, all) -> {
            Collections.sort(all);
            out.printf("  %-18s%,9d%,9d", purpose.label(), all.size(), failed.get(purpose));
            IntStream.of(50, 95, 99, 100).forEach(percent -> out.printf("%10s", percentile(all, percent)));
            out.println();
        });
        problems.forEach((problem, number) -> out.printf("%n  %,d times: %s%n", number, problem));
    }

    /** The nearest rank. */
    private static String percentile(List<Duration> sorted, int percent) {
        int rank = Math.max((sorted.size() * percent + 99) / 100, 1);
        double millis = sorted.get(rank - 1).toNanos() / 1e6;
        return millis < 1_000 ? "%.1f ms".formatted(millis) : "%.1f s".formatted(millis / 1e3);
    }
}
