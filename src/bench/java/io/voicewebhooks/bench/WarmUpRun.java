package io.voicewebhooks.bench;

import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.testkit.TemporaryDirectory;
import io.voicewebhooks.testkit.Twilio;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the first callers after a start wait, without and with the warm-up, once the application is ready:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=warm-up</pre>
 *
 * Two thousand incoming calls at 50 a second each time, or {@code calls=500}.
 */
public final class WarmUpRun {
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SETTLED = 100;
    /** Before the first start, so that this side is warm. */
    private static final String OFF = "false";

    private WarmUpRun() {}

    public static void main(String[] arguments) throws Exception {
        int calls = Integer.getInteger("bench.calls", 2_000);
        System.out.printf(
                "%-8s %9s %9s %12s %8s %14s %14s %8s%n",
                "warm-up", "ready s", "first ms", "median ms", "ratio", "p99 1st half", "p99 2nd half", "ratio");
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-warm-up")) {
            run(directory.path().resolve("unmeasured"), OFF, SETTLED * 2);
            for (String warmUp : List.of(OFF, "true")) {
                List<Long> times = run(directory.path().resolve(warmUp), warmUp, calls);
                long median = percentile(times.subList(SETTLED, calls), 50);
                long early = percentile(times.subList(0, calls / 2), 99);
                long late = percentile(times.subList(calls / 2, calls), 99);
                System.out.printf(
                        "%9.1f %12.2f %8.1f %14.1f %14.1f %8.2f%n",
                        times.get(0) / 1e6,
                        median / 1e6,
                        (double) times.get(0) / median,
                        early / 1e6,
                        late / 1e6,
                        (double) early / late);
            }
        }
    }

    private static List<Long> run(Path directory, String warmUp, int calls) {
        Instance instance = Instance.in(directory)
                .asDocumented()
                .set("voice.warm-up", warmUp)
                .set("voice.sink.file.enabled", "true");
        long began = System.nanoTime();
        try (JavaProcess application = instance.start()) {
            await().pollInterval(Duration.ofMillis(20)).until(() -> isReady(instance));
            if (calls > 2 * SETTLED) {
                System.out.printf("%-8s %9.1f ", warmUp, (System.nanoTime() - began) / 1e9);
            }
            Twilio twilio = new Twilio(instance.url(), Twilio.PUBLIC_URL, Twilio.TOKEN);
            List<Long> times = new ArrayList<>();
            long first = System.nanoTime();
            for (int call = 0; call < calls; call++) {
                LockSupport.parkNanos(first + call * PERIOD - System.nanoTime());
                long sent = System.nanoTime();
                if (twilio.post("/voice/incoming", Twilio.call(Twilio.callSid()))
                                .statusCode()
                        != 200) {
                    throw new IllegalStateException("a call was not answered: " + application.output());
                }
                times.add(System.nanoTime() - sent);
            }
            return times;
        }
    }

    private static boolean isReady(Instance instance) {
        try {
            return instance.management().get("/observe/health/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static long percentile(List<Long> times, int percent) {
        return times.stream()
                .sorted()
                .skip((times.size() - 1L) * percent / 100)
                .findFirst()
                .orElseThrow();
    }
}
