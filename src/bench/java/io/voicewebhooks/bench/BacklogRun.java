package io.voicewebhooks.bench;

import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.LoadClient;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.TemporaryDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A million events come in while every sink is down, in a heap of 256 MiB; then the sinks come up and get all of them:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=backlog</pre>
 *
 * Fewer with {@code events=100000}. It ends with status 1 if the last tenth was accepted at less than 0.7 of the
 * rate of the first one, if anything is not delivered, or after an hour.
 */
public final class BacklogRun {
    private static final int SENDERS = 32;
    private static final int TENTHS = 10;
    private static final double LOWEST_RATIO = 0.7;
    private static final Duration LIMIT = Duration.ofHours(1);

    private final long events;
    private final Instance instance;
    private final LoadClient client = new LoadClient(SENDERS);
    private final FullLoad load;
    private final CountingSink http = new CountingSink();
    private final CountingSink s3 = new CountingSink();
    private final long deadline = System.nanoTime() + LIMIT.toNanos();

    private BacklogRun(long events, Path directory) {
        this.events = events;
        this.instance = Instance.in(directory)
                .asDocumented()
                .set("voice.management.token", Operator.TOKEN)
                .set(http.httpSettings())
                .set(s3.s3Settings());
        this.load = new FullLoad(SENDERS, Post.status(client, instance.url()));
    }

    public static void main(String[] args) throws Exception {
        boolean right;
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-backlog")) {
            right = new BacklogRun(Long.getLong("bench.events", 1_000_000), directory.path()).run();
        }
        System.exit(right ? 0 : 1);
    }

    private boolean run() throws Exception {
        System.out.printf("%,d events, HTTP and S3 refuse connections, -Xmx256m, %d connections%n", events, SENDERS);
        try (client;
                load;
                http;
                s3;
                JavaProcess application = instance.start()) {
            double ratio = accept(application.pid());
            System.out.printf("last tenth / first tenth: %.2f (at least %.1f)%n", ratio, LOWEST_RATIO);
            http.open();
            s3.open();
            Operator operator = Operator.of(instance);
            operator.post("/operations/sinks/http/resume");
            operator.post("/operations/sinks/s3/resume");
            boolean all = drain(application.pid());
            return all && ratio >= LOWEST_RATIO;
        }
    }

    private double accept(long pid) throws Exception {
        System.out.printf(
                "%n%10s %10s %8s %8s %10s %12s %10s %10s%n",
                "accepted", "a second", "refused", "RSS MiB", "bytes/event", "in journal", "metrics ms", "health ms");
        List<Double> rates = new ArrayList<>();
        for (int tenth = 1; tenth <= TENTHS; tenth++) {
            long before = accepted();
            long begun = System.nanoTime();
            load.until(events * tenth / TENTHS, deadline);
            rates.add((accepted() - before) / seconds(begun));
            state(pid, accepted(), rates.get(rates.size() - 1));
        }
        return rates.get(TENTHS - 1) / rates.get(0);
    }

    private long accepted() {
        return load.acknowledged().size();
    }

    private boolean drain(long pid) throws Exception {
        System.out.printf("%nthe sinks are up%n%10s %10s %8s %8s%n", "delivered", "a second", "repeated", "RSS MiB");
        for (int tenth = 1; tenth <= TENTHS; tenth++) {
            long begun = System.nanoTime();
            long before = delivered();
            long target = accepted() * tenth / TENTHS;
            try {
                Awaitility.await()
                        .atMost(Duration.ofNanos(Math.max(1, deadline - begun)))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> delivered() >= target);
            } catch (ConditionTimeoutException e) {
                System.out.printf("only %,d delivered within %s%n", delivered(), LIMIT);
                return false;
            }
            System.out.printf(
                    "%,10d %,10.0f %,8d %,8d%n",
                    delivered(), (delivered() - before) / seconds(begun), repeated(), Footprint.memory(pid));
        }
        boolean all =
                http.calls().containsAll(load.acknowledged()) && s3.calls().containsAll(load.acknowledged());
        System.out.printf("every acknowledged event reached both sinks: %s%n", all);
        return all;
    }

    /** How many events have reached both sinks. */
    private long delivered() {
        return Math.min(http.calls().size(), s3.calls().size());
    }

    private long repeated() {
        return http.repeated() + s3.repeated();
    }

    private void state(long pid, long stored, double rate) throws Exception {
        System.out.printf(
                "%,10d %,10.0f %,8d %,8d %,10d %,12.0f %,10d %,10d%n",
                stored,
                rate,
                load.refused(),
                Footprint.memory(pid),
                Footprint.bytes(instance.data().resolve("journal")) / stored,
                instance.management().depth("voice.events"),
                millis("/observe/metrics"),
                millis("/observe/health"));
    }

    private long millis(String path) {
        long begun = System.nanoTime();
        instance.management().get(path);
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
