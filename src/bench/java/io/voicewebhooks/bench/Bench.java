package io.voicewebhooks.bench;

import io.voicewebhooks.dev.SaveRun;
import io.voicewebhooks.sink.calls.CallLogRun;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs one of the measurements; {@code src/main/docs/performance.md} says what each of them measures:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench="drain events=10000"</pre>
 *
 * Behind the name stand settings, {@code events=10000} is {@code bench.events}, and options that begin with a hyphen.
 * {@code compare} starts the application's JVM with these; {@code jmh} takes the benchmarks to run, as a regular expression.
 */
public final class Bench {
    private static final List<String> JMH = List.of(
            "-bm", "avgt", "-tu", "us", "-f", "1", "-wi", "2", "-w", "1s", "-i", "5", "-r", "500ms", "-foe", "true");

    private static final Map<String, Measured> ALL = all();

    private interface Measured {
        void run(String... arguments) throws Exception;
    }

    private Bench() {}

    private static Map<String, Measured> all() {
        Map<String, Measured> all = new LinkedHashMap<>();
        all.put("compare", CompareRun::main);
        all.put("drain", DrainRun::main);
        all.put("latency", LatencyRun::main);
        all.put("recordings", RecordingsRun::main);
        all.put("growth", GrowthRun::main);
        all.put("soak", SoakRun::main);
        all.put("backlog", BacklogRun::main);
        all.put("sink-down", SinkDownRun::main);
        all.put("flood", FloodRun::main);
        all.put("calls", CallLogRun::main);
        all.put("save", SaveRun::main);
        all.put("warm-up", WarmUpRun::main);
        all.put("traces", TracesRun::main);
        all.put(
                "jmh",
                arguments -> org.openjdk.jmh.Main.main(
                        Stream.concat(JMH.stream(), Stream.of(arguments)).toArray(String[]::new)));
        return all;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0 || !ALL.containsKey(arguments[0])) {
            System.out.println("-Dbench= one of " + String.join(", ", ALL.keySet()));
            System.exit(arguments.length == 0 ? 0 : 2);
        }
        String[] further = Arrays.copyOfRange(arguments, 1, arguments.length);
        if (!arguments[0].equals("jmh")) {
            set(further);
        }
        ALL.get(arguments[0]).run(further);
    }

    private static void set(String... arguments) {
        StringBuilder options = new StringBuilder();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.startsWith("-")) {
                options.append(argument).append(' ');
            } else if (equals > 0) {
                System.setProperty("bench." + argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                throw new IllegalArgumentException(argument + " is neither a setting nor an option");
            }
        }
        System.setProperty("bench.options", options.toString());
    }
}
