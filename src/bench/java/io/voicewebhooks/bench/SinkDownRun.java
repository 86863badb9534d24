package io.voicewebhooks.bench;

import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Load;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What an outage of the HTTP sink does to the other sinks:
 *
 * <pre>mvn -q -Pbench test-compile exec:exec -Dbench=sink-down</pre>
 *
 * The same load three times: all sinks are up; the HTTP sink refuses connections; it takes them and does not answer. Prints
 * how long events took from their 204 until S3 and the local archive had them. It ends with status 1 if an outage more than
 * doubles the 95th percentile of another sink, or if anything is not delivered once the sink is up. It takes some two
 * minutes and a half.
 */
public final class SinkDownRun {
    private static final int PER_SECOND = 40;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(25);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(40);
    private static final double HIGHEST_RATIO = 2;
    /** The standard schedule would have a sink that is down wait for its probe for up to five minutes. */
    private static final String SCHEDULE = String.join(",", Collections.nCopies(100, "1s"));

    private enum HttpSink {
        ANSWERS,
        REFUSES,
        HANGS
    }

    /** Milliseconds from the 204 until a sink had an event. */
    private record Times(long median, long p95) {
        static Times of(Map<String, Long> accepted, Map<String, Long> arrived) {
            long[] sorted = accepted.entrySet().stream()
                    .mapToLong(call -> Math.max(0, arrived.get(call.getKey()) - call.getValue()))
                    .sorted()
                    .toArray();
            return new Times(sorted[sorted.length / 2], sorted[sorted.length * 95 / 100]);
        }

        boolean isFineBeside(Times usual) {
            return p95 <= HIGHEST_RATIO * Math.max(1, usual.p95);
        }
    }

    private record Result(Times s3, Times file) {
        boolean isFineBeside(Result usual) {
            return s3.isFineBeside(usual.s3) && file.isFineBeside(usual.file);
        }

        @Override
        public String toString() {
            return String.format("%8d %8d %10d %10d", s3.median, s3.p95, file.median, file.p95);
        }
    }

    private SinkDownRun() {}

    public static void main(String[] args) throws Exception {
        System.out.printf(
                "%d webhooks a second for %d s, milliseconds from the 204 until a sink has the event%n%n",
                PER_SECOND, MEASURED.toSeconds());
        System.out.printf("%-10s %8s %8s %10s %10s%n", "HTTP sink", "S3 p50", "S3 p95", "file p50", "file p95");
        Result usual = run(HttpSink.ANSWERS);
        boolean fine = true;
        for (HttpSink outage : List.of(HttpSink.REFUSES, HttpSink.HANGS)) {
            fine &= run(outage).isFineBeside(usual);
        }
        System.out.printf("%nno 95th percentile is more than %.0f times the usual one: %s%n", HIGHEST_RATIO, fine);
        System.exit(fine ? 0 : 1);
    }

    private static Result run(HttpSink sink) throws Exception {
        int port = Application.freePort();
        CountDownLatch up = new CountDownLatch(sink == HttpSink.ANSWERS ? 0 : 1);
        HttpReceiver listening = sink == HttpSink.REFUSES ? null : receiver(port, up);
        try (TemporaryDirectory directory = TemporaryDirectory.make("voice-webhooks-sink-down");
                S3Server s3 = S3Server.start(directory.path().resolve("s3"))) {
            Instance instance = Instance.in(directory.path())
                    .asDocumented()
                    .set("voice.sink.file.enabled", "true")
                    .set("voice.retry.schedule", SCHEDULE)
                    .set(s3.settings())
                    .set(HttpReceiver.settings(port));
            try (JavaProcess application = instance.start();
                    Load load = new Load(PER_SECOND, instance.url())) {
                load.on();
                pause(WARM_UP);
                long from = System.currentTimeMillis();
                pause(MEASURED);
                load.off();
                if (!application.isAlive()) {
                    throw new IllegalStateException("the application has ended:\n" + application.output());
                }
                up.countDown();
                try (HttpReceiver http = listening == null ? receiver(port, up) : listening) {
                    Set<String> all = load.acknowledged();
                    awaitDelivered("HTTP", all, http::calls);
                    Map<String, Long> s3Times =
                            awaitFiles("S3", all, directory.path().resolve("s3"));
                    Map<String, Long> fileTimes =
                            awaitFiles("the archive", all, instance.data().resolve("archive"));
                    Map<String, Long> measured = new HashMap<>(load.times());
                    measured.values().removeIf(time -> time < from);
                    Result result = new Result(Times.of(measured, s3Times), Times.of(measured, fileTimes));
                    System.out.printf(
                            "%-10s %s   then all %,d events were delivered to all sinks%n",
                            sink.name().toLowerCase(Locale.ROOT), result, all.size());
                    return result;
                }
            }
        }
    }

    private static HttpReceiver receiver(int port, CountDownLatch up) {
        return HttpReceiver.start(port).answers(post -> {
            try {
                up.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 204;
        });
    }

    private static void pause(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    private static void awaitDelivered(String sink, Set<String> calls, Supplier<Set<String>> delivered) {
        Awaitility.await("delivery of everything to " + sink)
                .atMost(DRAIN_LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> delivered.get().containsAll(calls));
    }

    /** When the event of each call was written below a directory, in milliseconds since 1970. */
    private static Map<String, Long> awaitFiles(String sink, Set<String> calls, Path directory) {
        awaitDelivered(sink, calls, () -> written(directory).keySet());
        return written(directory);
    }

    /** S3 server and archive name the directory of an event after its call. */
    private static Map<String, Long> written(Path directory) {
        Map<String, Long> times = new HashMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.getFileName().toString().matches("[0-9a-f]{32}\\.json")) {
                    times.put(
                            file.getParent().getFileName().toString(),
                            Files.getLastModifiedTime(file).toMillis());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }
}
