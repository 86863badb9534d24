package io.voicewebhooks.edge.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;

/**
 * The run of a route on the event loop that has the request. Camel hands each request over to a worker thread, which costs
 * more than the work of a short route; a route that waits for nothing need not. Its steps may be asynchronous: the run ends
 * when the route does.
 */
public final class NonBlockingRun {
    private static final ThreadLocal<NonBlockingRun> CURRENT = new ThreadLocal<>();

    private final Promise<Object> end = Promise.promise();

    private NonBlockingRun() {}

    /** Begins the run of the route that the given code starts; on an event loop only. */
    public static void during(Runnable start) {
        CURRENT.set(new NonBlockingRun());
        try {
            start.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** The run that this thread is about to begin, or {@code null} if the route is for a worker. */
    public static NonBlockingRun current() {
        return CURRENT.get();
    }

    /**
     * Begins the route; returns when it has ended or waits.
     *
     * @param last runs when it has ended
     */
    public void begin(AsyncProcessor route, Exchange exchange, Consumer<Exchange> last) {
        route.process(exchange, synchronous -> {
            last.accept(exchange);
            end.complete();
        });
    }

    /**
     * In the place of {@code executeBlocking}: runs the code that begins the route.
     *
     * @return complete when the route has ended
     */
    @SuppressWarnings("unchecked")
    <T> Future<T> execute(Callable<T> beginning) {
        try {
            beginning.call();
        } catch (Exception e) {
            end.tryFail(e);
        }
        return (Future<T>) end.future();
    }
}
