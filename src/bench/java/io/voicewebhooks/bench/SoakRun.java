package io.voicewebhooks.bench;

import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.LoadClient;
import io.voicewebhooks.testkit.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What becomes of the application in the course of time, under a load that stays the same:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=soak</pre>
 *
 * 200 call status callbacks and 20 incoming calls a second, delivered to an HTTP endpoint and to the local archive, half an
 * hour long or {@code minutes=5}. Before that, 300,000 callbacks as fast as they are answered, or
 * {@code events=1000}: so many ids of events the broker remembers, and its memory grows until then. Prints a line
 * every minute, and in the end how the last minute compares with the first one. It ends with status 1 if a webhook is not
 * answered as it should be, or if the event of a callback does not reach both sinks. Open files are counted on Linux only.
 */
public final class SoakRun {
    private static final int STATUS_PER_SECOND = 200;
    private static final int INCOMING_PER_SECOND = 20;
    private static final int CONNECTIONS = 128;
    private static final int SENDERS = 32;
    private static final int WARM_UP_SECONDS = 30;
    /** The collection of garbage before a minute stops the application; nothing that was due then is measured. */
    private static final int SETTLE_SECONDS = 3;

    private static final Duration FILL_LIMIT = Duration.ofMinutes(30);
    private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(5);
    private static final List<String> QUEUES = List.of("voice.events", "voice.sink.http", "voice.sink.file");
    private static final String THREADS = "jvm_threads_live_threads";
    private static final String LINE = "%8s %10s %10s %14s %10s %8s %8s %8s %10s%n";

    private final long remembered;
    private final int minutes;
    private final Instance instance;
    private final CountingSink http;

    private SoakRun(long remembered, int minutes, Path directory, CountingSink http) {
        this.remembered = remembered;
        this.minutes = minutes;
        this.http = http;
        this.instance = Instance.in(directory)
                .asDocumented()
                .set("voice.sink.file.enabled", "true")
                .set(http.httpSettings());
    }

    public static void main(String[] args) throws Exception {
        boolean right;
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-soak");
                CountingSink http = new CountingSink()) {
            http.open();
            long remembered = Long.getLong("bench.events", 300_000);
            right = new SoakRun(remembered, Integer.getInteger("bench.minutes", 30), directory.path(), http).run();
        }
        System.exit(right ? 0 : 1);
    }

    /** A minute in figures. */
    private record Minute(
            double rate,
            double p99,
            double incomingP99,
            double heap,
            double threads,
            double descriptors,
            double files,
            double memory) {

        void print(String name, String format) {
            Object[] cells = Stream.concat(
                            Stream.of(name),
                            DoubleStream.of(rate, p99, incomingP99, heap, threads, descriptors, files, memory)
                                    .mapToObj(figure -> String.format(format, figure)))
                    .toArray();
            System.out.printf(LINE, cells);
        }

        Minute dividedBy(Minute other) {
            return new Minute(
                    rate / other.rate,
                    p99 / other.p99,
                    incomingP99 / other.incomingP99,
                    heap / other.heap,
                    threads / other.threads,
                    descriptors / other.descriptors,
                    files / other.files,
                    memory / other.memory);
        }
    }

    private boolean run() throws Exception {
        System.out.printf(
                "%d call status callbacks and %d incoming calls a second for %d minutes, HTTP and file sink, -Xmx256m%n%n",
                STATUS_PER_SECOND, INCOMING_PER_SECOND, minutes);
        System.out.printf(
                LINE,
                "minute",
                "a second",
                "p99 ms",
                "calls' p99 ms",
                "heap MiB",
                "threads",
                "open",
                "files",
                "RSS MiB");
        try (JavaProcess application = instance.start();
                LoadClient client = new LoadClient(CONNECTIONS);
                FullLoad before = new FullLoad(SENDERS, Post.status(client, instance.url()))) {
            fill(before);
            return soak(application, client, before);
        }
    }

    private boolean soak(JavaProcess application, LoadClient client, FullLoad before) throws Exception {
        try (SteadyLoad status = new SteadyLoad(STATUS_PER_SECOND, 204, Post.status(client, instance.url()));
                SteadyLoad incoming = new SteadyLoad(INCOMING_PER_SECOND, 200, Post.incoming(client, instance.url()))) {
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            Footprint.collectGarbage(application.pid());
            Minute first = null;
            Minute last = null;
            for (int minute = 1; minute <= minutes; minute++) {
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                last = minute(application, status, incoming);
                last.print(String.valueOf(minute), "%,.0f");
                first = first == null ? last : first;
            }
            status.stop();
            incoming.stop();
            if (first != null) {
                last.dividedBy(first).print("ratio", "%.2f");
            }
            return delivered(before, status, incoming);
        }
    }

    /** Until the broker remembers as many ids as it ever does, and everything is delivered. */
    private void fill(FullLoad load) throws Exception {
        load.until(remembered, System.nanoTime() + FILL_LIMIT.toNanos());
        Awaitility.await("empty queues")
                .atMost(FILL_LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> QUEUES.stream()
                                .mapToDouble(instance.management()::depth)
                                .sum()
                        == 0);
    }

    private Minute minute(JavaProcess application, SteadyLoad status, SteadyLoad incoming) throws Exception {
        status.measure();
        long begun = incoming.measure();
        TimeUnit.MINUTES.sleep(1);
        Times callbacks = status.take();
        Times calls = incoming.take();
        double seconds = (System.nanoTime() - begun) / 1e9;
        long memory = Footprint.memory(application.pid());
        Footprint.collectGarbage(application.pid());
        return new Minute(
                (callbacks.count() + calls.count()) / seconds,
                callbacks.millis(99),
                calls.millis(99),
                Footprint.heap(instance.management()),
                instance.management().meter(THREADS),
                Footprint.openFiles(application.pid()),
                Footprint.files(instance.data(), "archive"),
                memory);
    }

    private boolean delivered(FullLoad before, SteadyLoad status, SteadyLoad incoming) throws IOException {
        long failed = before.refused() + status.failed() + incoming.failed();
        Set<Long> callbacks = new HashSet<>(before.acknowledged());
        callbacks.addAll(status.due().keySet());
        long lostHttp = http.awaitAll(callbacks, DELIVERY_LIMIT);
        long lostFile = awaitArchive(callbacks);
        Set<Long> unpublished = new HashSet<>(incoming.due().keySet());
        unpublished.removeAll(http.calls());
        System.out.printf(
                "%nnot answered as meant: %,d; of %,d callbacks lost by the HTTP sink: %,d, by the archive: %,d; repeated: %,d%n",
                failed, callbacks.size(), lostHttp, lostFile, http.repeated());
        System.out.printf(
                "of %,d incoming calls without an event: %,d%n", incoming.due().size(), unpublished.size());
        return failed == 0 && lostHttp == 0 && lostFile == 0;
    }

    /** Waits until the archive has an event of every call; how many are missing in the end. */
    private long awaitArchive(Set<Long> calls) throws IOException {
        try {
            Awaitility.await()
                    .atMost(DELIVERY_LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> archived().containsAll(calls));
            return 0;
        } catch (ConditionTimeoutException e) {
            Set<Long> archived = archived();
            return calls.stream().filter(call -> !archived.contains(call)).count();
        }
    }

    /** The calls of the archived events: the directory of an event is named after its call. */
    private Set<Long> archived() throws IOException {
        Set<Long> calls = new HashSet<>();
        Footprint.walk(instance.data().resolve("archive"), file -> {
            if (file.getFileName().toString().matches("[0-9a-f]{32}\\.json")) {
                calls.add(CountingSink.call(file.getParent().getFileName().toString()));
            }
        });
        return calls;
    }
}
