package io.voicewebhooks.bench;

import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.LoadClient;
import io.voicewebhooks.testkit.TemporaryDirectory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long an event takes from the moment at which its webhook was due until the HTTP endpoint has it:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=latency</pre>
 *
 * 200 call status callbacks a second, 20 s to warm up and then 60 s, or {@code seconds=10}. It ends with status 1 if
 * a callback was not answered with 204, or if anything is not delivered within a minute.
 */
public final class LatencyRun {
    private static final int PER_SECOND = 200;
    private static final int CONNECTIONS = 64;
    private static final int WARM_UP_SECONDS = 20;
    private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(1);

    private LatencyRun() {}

    public static void main(String[] args) throws Exception {
        System.exit(run(Integer.getInteger("bench.seconds", 60)) ? 0 : 1);
    }

    private static boolean run(int seconds) throws Exception {
        System.out.printf("%d webhooks a second for %d s, only the HTTP sink is on, -Xmx256m%n", PER_SECOND, seconds);
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-latency");
                CountingSink sink = new CountingSink()) {
            sink.open();
            Instance instance = Instance.in(directory.path()).asDocumented().set(sink.httpSettings());
            try (JavaProcess application = instance.start();
                    LoadClient client = new LoadClient(CONNECTIONS);
                    SteadyLoad load = new SteadyLoad(PER_SECOND, 204, Post.status(client, instance.url()))) {
                TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
                long from = load.measure();
                TimeUnit.SECONDS.sleep(seconds);
                load.stop();
                long lost = sink.awaitAll(load.due().keySet(), DELIVERY_LIMIT);
                System.out.printf(
                        "%n%-22s %10s %10s %10s %10s%n", "from the due moment", "events", "p50 ms", "p99 ms", "max ms");
                print("to the 204", load.take());
                print("to the HTTP endpoint", arrived(load.due(), sink.arrivals(), from));
                System.out.printf(
                        "%nnot answered with 204: %,d, lost: %,d, repeated: %,d, resident memory: %,d MiB%n",
                        load.failed(), lost, sink.repeated(), Footprint.memory(application.pid()));
                return load.failed() == 0 && lost == 0;
            }
        }
    }

    private static Times arrived(Map<Long, Long> due, Map<Long, Long> arrivals, long from) {
        Times times = new Times();
        due.forEach((call, moment) -> {
            Long arrival = arrivals.get(call);
            if (moment >= from && arrival != null) {
                times.add(arrival - moment);
            }
        });
        return times;
    }

    private static void print(String name, Times times) {
        System.out.printf(
                "%-22s %,10d %10.1f %10.1f %10.1f%n",
                name, times.count(), times.millis(50), times.millis(99), times.millis(100));
    }
}
