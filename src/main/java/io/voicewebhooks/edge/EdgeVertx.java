package io.voicewebhooks.edge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The Vert.x of the HTTP servers. Camel makes its servers with it and runs its routes on its workers: a webhook waits
 * there for the disk, so there are more of them than Vert.x would make.
 */
final class EdgeVertx extends VertxWrapper {
    private static final int WORKERS = 64;

    private final AtomicInteger working = new AtomicInteger();
    private final Function<HttpServerOptions, HttpServer> servers;

    EdgeVertx(Function<HttpServerOptions, HttpServer> servers) {
        super((VertxInternal) Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS)));
        this.servers = servers;
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        return servers.apply(options);
    }

    /** The routes that run or wait for a worker. */
    int working() {
        return working.get();
    }

    @Override
    public <T> Future<T> executeBlocking(Callable<T> route, boolean ordered) {
        working.incrementAndGet();
        return super.executeBlocking(
                () -> {
                    try {
                        return route.call();
                    } finally {
                        working.decrementAndGet();
                    }
                },
                ordered);
    }
}
