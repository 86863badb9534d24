package io.voicewebhooks.testkit.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The file of one recording, and how it is given away. */
final class Media {
    private final byte[] bytes;
    private final String contentType;
    private final int channels;
    private final Set<Fault> troubles;
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch fetched = new CountDownLatch(1);

    Media(byte[] bytes, String contentType, int channels, Set<Fault> troubles) {
        this.bytes = bytes;
        this.contentType = contentType;
        this.channels = channels;
        this.troubles = troubles;
    }

    /** Answers a request that has the right credentials. */
    void send(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        if (channels == 1 && query != null && query.contains("RequestedChannels=2")) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        boolean first = requests.getAndIncrement() == 0;
        if (first && troubles.contains(Fault.RECORDING_404)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        boolean truncated = first && troubles.contains(Fault.RECORDING_TRUNCATED);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(200, bytes.length);
        // closing before all is sent breaks the connection off
        exchange.getResponseBody().write(bytes, 0, truncated ? bytes.length / 2 : bytes.length);
        if (!truncated) {
            fetched.countDown();
        }
    }

    /** Waits until somebody got it whole. */
    boolean awaitFetched(Duration limit) throws InterruptedException {
        return fetched.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    int length() {
        return bytes.length;
    }
}
