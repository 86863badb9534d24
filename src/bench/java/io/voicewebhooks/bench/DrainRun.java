package io.voicewebhooks.bench;

import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.LoadClient;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * How fast a backlog is delivered to an HTTP endpoint that answers at once:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=drain</pre>
 *
 * First from the queue of the sink, which an operator held and resumes. Then from the journal itself, where the events are
 * because the router did not run until the application was started again. At last into the call log, whose sink was held.
 * A hundred thousand events each, others with {@code events=10000}. It ends with status 1 if anything is not delivered, or
 * after half an hour.
 */
public final class DrainRun {
    private static final int SENDERS = 32;
    private static final String JOURNAL = "voice.events";
    private static final String SINK_QUEUE = "voice.sink.http";
    private static final String CALLS_QUEUE = "voice.sink.calls";
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final long events;
    private final long deadline = System.nanoTime() + LIMIT.toNanos();

    private DrainRun(long events) {
        this.events = events;
    }

    public static void main(String[] args) throws Exception {
        System.exit(new DrainRun(Long.getLong("bench.events", 100_000)).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        System.out.printf("%,d events, an HTTP endpoint that answers at once, -Xmx256m%n%n", events);
        System.out.printf(
                "%-18s %10s %10s %10s %10s %10s %10s%n",
                "backlog in", "events", "seconds", "a second", "repeated", "lost", "RSS MiB");
        return queueOfTheSink() & journal() & callLog();
    }

    private boolean queueOfTheSink() throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-drain");
                CountingSink sink = new CountingSink()) {
            sink.open();
            Instance instance = instance(directory.path(), sink);
            try (JavaProcess application = instance.start()) {
                Operator operator = Operator.of(instance);
                expect(operator.post("/operations/sinks/http/pause?reason=measurement")
                        .statusCode());
                Set<Long> acknowledged = accept(instance);
                awaitDepth(instance, SINK_QUEUE);
                long begun = System.nanoTime();
                expect(operator.post("/operations/sinks/http/resume").statusCode());
                return deliver(application, SINK_QUEUE, acknowledged, sink, begun, 0);
            }
        }
    }

    private boolean journal() throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-drain");
                CountingSink sink = new CountingSink()) {
            sink.open();
            Set<Long> acknowledged;
            Instance withoutRouter =
                    instance(directory.path(), sink).set("camel.main.routeFilterExcludePattern", "event-router");
            try (JavaProcess application = withoutRouter.start()) {
                acknowledged = accept(withoutRouter);
                awaitDepth(withoutRouter, JOURNAL);
                application.terminate();
            }
            try (JavaProcess application = instance(directory.path(), sink).start()) {
                return deliver(
                        application,
                        JOURNAL,
                        acknowledged,
                        sink,
                        System.nanoTime(),
                        sink.calls().size());
            }
        }
    }

    private boolean callLog() throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-drain")) {
            Instance instance = Instance.in(directory.path())
                    .asDocumented()
                    .set("voice.management.token", Operator.TOKEN)
                    .set("voice.sink.file.enabled", "false")
                    .set("voice.sink.calls.enabled", "true");
            try (JavaProcess application = instance.start()) {
                Operator operator = Operator.of(instance);
                expect(operator.post("/operations/sinks/calls/pause?reason=measurement")
                        .statusCode());
                accept(instance);
                awaitDepth(instance, CALLS_QUEUE);
                long begun = System.nanoTime();
                expect(operator.post("/operations/sinks/calls/resume").statusCode());
                Awaitility.await("an empty queue")
                        .atMost(left())
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> depth(instance, CALLS_QUEUE) == 0);
                double seconds = (System.nanoTime() - begun) / 1e9;
                return print(application, CALLS_QUEUE, events, seconds, 0, events - rows(instance));
            }
        }
    }

    private static long rows(Instance instance) throws SQLException {
        String file = instance.data().resolve("calls.db").toString();
        try (Connection log = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet count = log.createStatement().executeQuery("select count(*) from event")) {
            return count.getLong(1);
        }
    }

    /** An application with a data directory that others before it may have used. */
    private static Instance instance(Path directory, CountingSink sink) {
        return Instance.in(directory)
                .asDocumented()
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.sink.calls.enabled", "false")
                .set(sink.httpSettings());
    }

    private Set<Long> accept(Instance instance) throws Exception {
        try (LoadClient client = new LoadClient(SENDERS);
                FullLoad load = new FullLoad(SENDERS, Post.status(client, instance.url()))) {
            load.until(events, deadline);
            return load.acknowledged();
        }
    }

    /** Waits until a queue has everything and the others have nothing. */
    private void awaitDepth(Instance instance, String queue) {
        Awaitility.await("everything in " + queue)
                .atMost(left())
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        depth(instance, queue) == events && (queue.equals(JOURNAL) || depth(instance, JOURNAL) == 0));
    }

    private static long depth(Instance instance, String queue) {
        return (long) instance.management().depth(queue);
    }

    /**
     * @param before how many were delivered before the time began
     */
    private boolean deliver(
            JavaProcess application, String queue, Set<Long> acknowledged, CountingSink sink, long begun, int before)
            throws IOException {
        long lost = sink.awaitAll(acknowledged, left());
        double seconds = (System.nanoTime() - begun) / 1e9;
        long delivered = sink.calls().size() - before;
        return print(application, queue, delivered, seconds, sink.repeated(), lost);
    }

    private static boolean print(
            JavaProcess application, String queue, long delivered, double seconds, long repeated, long lost)
            throws IOException {
        System.out.printf(
                "%-18s %,10d %10.1f %,10.0f %,10d %,10d %,10d%n",
                queue, delivered, seconds, delivered / seconds, repeated, lost, Footprint.memory(application.pid()));
        return lost == 0;
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    private static void expect(int status) {
        if (status != 200) {
            throw new IllegalStateException("the operator's request got " + status);
        }
    }
}
