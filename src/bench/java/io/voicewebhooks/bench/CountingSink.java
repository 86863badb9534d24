package io.voicewebhooks.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A sink for very many events that keeps none: takes the posts of the HTTP sink, and S3's PutObject, and knows which calls
 * they were about. Nobody listens on its port until it is opened.
 */
final class CountingSink implements AutoCloseable {
    private static final Pattern CALL_SID = Pattern.compile("CA[0-9a-f]{32}");

    private final Vertx vertx = Vertx.vertx();
    private final int port = Application.freePort();
    private final Map<Long, Long> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong deliveries = new AtomicLong();

    /** A call in a few bytes. */
    static long call(String callSid) {
        return Long.parseUnsignedLong(callSid.substring(2, 18), 16);
    }

    /** Begins to take deliveries. */
    void open() throws InterruptedException, ExecutionException {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true));
        server.requestHandler(this::receive);
        server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Matcher call = CALL_SID.matcher(request.path() + body);
            if (call.find()) {
                arrivals.putIfAbsent(call(call.group()), System.nanoTime());
                deliveries.incrementAndGet();
            }
            request.response().putHeader("ETag", "\"0\"").end();
        });
    }

    /** The calls that deliveries were about. */
    Set<Long> calls() {
        return arrivals.keySet();
    }

    /** When the first delivery about each call arrived, as {@link System#nanoTime()} tells it. */
    Map<Long, Long> arrivals() {
        return arrivals;
    }

    /** Deliveries about a call that was there already. */
    long repeated() {
        return deliveries() - arrivals.size();
    }

    /** Waits until it has an event of every call; how many are missing when the time is over. */
    long awaitAll(Set<Long> calls, Duration limit) {
        try {
            Awaitility.await()
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            arrivals.size() >= calls.size() && arrivals.keySet().containsAll(calls));
            return 0;
        } catch (ConditionTimeoutException e) {
            return calls.stream().filter(call -> !arrivals.containsKey(call)).count();
        }
    }

    /** Deliveries, repeated ones included. */
    long deliveries() {
        return deliveries.get();
    }

    /** The application's configuration for it as the HTTP sink. */
    Map<String, String> httpSettings() {
        return HttpReceiver.settings(port);
    }

    /** The application's configuration for it as the S3 sink. */
    Map<String, String> s3Settings() {
        return Map.of(
                "voice.sink.s3.enabled",
                "true",
                "voice.sink.s3.bucket",
                "backlog",
                "voice.sink.s3.region",
                "us-east-1",
                "voice.sink.s3.endpoint",
                "http://127.0.0.1:" + port,
                "voice.sink.s3.access-key",
                "local-identity",
                "voice.sink.s3.secret-key",
                "local-credential");
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
