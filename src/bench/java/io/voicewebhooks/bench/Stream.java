package io.voicewebhooks.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * Requests at a steady rate, whatever the answers do. The time of each is taken from the moment at which it was due, so a
 * stall counts for all that were due meanwhile.
 */
final class Stream implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final long period;
    private final IntPredicate meant;
    private final Supplier<HttpRequest> requests;
    private final List<CompletableFuture<?>> sent = new ArrayList<>();
    private final Times times = new Times();

    /**
     * @param meant the status that every request is to get
     */
    Stream(int perMinute, IntPredicate meant, Supplier<HttpRequest> requests) {
        this.period = TimeUnit.MINUTES.toNanos(1) / perMinute;
        this.meant = meant;
        this.requests = requests;
    }

    /** Runs some of them side by side and waits for their last answers. */
    static void runFor(Duration time, Stream... streams) {
        CountDownLatch ended = new CountDownLatch(streams.length);
        for (Stream stream : streams) {
            stream.start(time.toNanos() / stream.period, ended);
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        for (Stream stream : streams) {
            CompletableFuture.allOf(stream.sent.toArray(CompletableFuture[]::new))
                    .handle((done, failed) -> done)
                    .join();
        }
    }

    private void start(long count, CountDownLatch ended) {
        long start = System.nanoTime() + period;
        for (long i = 0; i < count; i++) {
            long due = start + i * period;
            clock.schedule(() -> send(due), due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        clock.schedule(ended::countDown, start + count * period - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void send(long due) {
        sent.add(client.sendAsync(requests.get(), HttpResponse.BodyHandlers.discarding())
                .thenAccept(reply -> {
                    if (meant.test(reply.statusCode())) {
                        times.add(System.nanoTime() - due);
                    }
                }));
    }

    /** The time in milliseconds that so many percent of the requests did not exceed. */
    double percentile(int percent) {
        return times.millis(percent);
    }

    /** Prints a line of the table and tells whether every request got the status that was meant. */
    boolean print(String name) {
        System.out.printf(
                "%-28s %,8d %,8d %7.2f ms %7.2f ms %7.2f ms%n",
                name, sent.size(), times.count(), percentile(50), percentile(99), percentile(100));
        return times.count() == sent.size();
    }

    void clear() {
        sent.clear();
        times.clear();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
