package io.voicewebhooks.edge.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The Vert.x of the HTTP servers. Camel makes its servers with it and runs its routes on its workers, unless they never
 * wait. A flow of a user's may wait for other servers, so there are more workers than Vert.x would make.
 */
public final class EdgeVertx extends VertxWrapper {
    private static final int WORKERS = 64;
    /** After this Vert.x warns of one of its workers. */
    private static final int LONGEST_SECONDS = 60;

    private final AtomicInteger working = new AtomicInteger();
    private final Function<HttpServerOptions, HttpServer> servers;

    public EdgeVertx(Function<HttpServerOptions, HttpServer> servers) {
        super((VertxInternal) Vertx.vertx(new VertxOptions()
                .setWorkerPoolSize(WORKERS)
                // or Vert.x makes a temporary directory for files of the class path, of which it serves none
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false))));
        this.servers = servers;
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        return servers.apply(options);
    }

    /** A server that shares the workers of all. */
    public HttpServer server(HttpServerOptions options, Gate gate, ClientConnections clients) {
        return new EdgeServer(this, createEventLoopContext(), options, gate, clients);
    }

    /** A server with workers of its own, which are free while all others wait. */
    public HttpServer server(
            HttpServerOptions options, Gate gate, ClientConnections clients, String workers, int many) {
        ContextInternal context = createEventLoopContext(
                getEventLoopGroup().next(),
                createSharedWorkerPool(workers, many, LONGEST_SECONDS, TimeUnit.SECONDS),
                getClass().getClassLoader());
        return new EdgeServer(this, context, options, gate, clients);
    }

    /** The routes that run, or wait for a worker or for the disk. */
    public int working() {
        return working.get();
    }

    @Override
    public <T> Future<T> executeBlocking(Callable<T> route, boolean ordered) {
        working.incrementAndGet();
        NonBlockingRun run = NonBlockingRun.current();
        if (run != null) {
            return run.execute(route).onComplete(ended -> working.decrementAndGet());
        }
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
