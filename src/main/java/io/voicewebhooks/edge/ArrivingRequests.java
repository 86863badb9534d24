package io.voicewebhooks.edge;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Requests whose headers are there and whose body is not; whoever is too slow, or the slowest of too many, is given up. */
final class ArrivingRequests {
    /** From the end of the headers to that of the body. */
    private final Duration longest;

    private final Consumer<HttpServerRequest> giveUp;
    /** With the time of their headers; the oldest first. */
    private final Map<HttpServerRequest, Long> arriving = new LinkedHashMap<>();

    ArrivingRequests(Duration longest, Consumer<HttpServerRequest> giveUp) {
        this.longest = longest;
        this.giveUp = giveUp;
    }

    /** Watches a request until it has arrived whole. */
    void await(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        HttpServerRequest slowest = null;
        synchronized (arriving) {
            arriving.put(request, System.nanoTime());
            if (arriving.size() > EdgeLimits.ARRIVING) {
                slowest = arriving.keySet().iterator().next();
                arriving.remove(slowest);
            }
        }
        request.end().onComplete(ended -> arrived(request));
        if (slowest != null) {
            giveUp.accept(slowest);
        }
    }

    private void arrived(HttpServerRequest request) {
        synchronized (arriving) {
            arriving.remove(request);
        }
    }

    void sweep() {
        long now = System.nanoTime();
        for (Optional<HttpServerRequest> late = late(now); late.isPresent(); late = late(now)) {
            giveUp.accept(late.get());
        }
    }

    private Optional<HttpServerRequest> late(long now) {
        synchronized (arriving) {
            Optional<HttpServerRequest> late = arriving.keySet().stream()
                    .findFirst()
                    .filter(oldest -> now - arriving.get(oldest) > longest.toNanos());
            late.ifPresent(arriving::remove);
            return late;
        }
    }
}
