package io.voicewebhooks.console;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.operations.RefusedException;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.apache.camel.util.function.ThrowingFunction;

/** What is long, and may come from a slow server: it is read on threads that no page waits for, and sent as it is taken. */
final class Downloads {
    private static final int THREADS = 8;
    /** Bytes. */
    private static final int PIECE = 64 << 10;

    private final Pages pages;
    private final WorkerExecutor threads;

    Downloads(Pages pages) {
        this.pages = pages;
        this.threads = pages.vertx().createSharedWorkerExecutor("console-downloads", THREADS);
    }

    /** One for operators. What it is to be is found out on a thread that may wait, and sent on the event loop. */
    void add(String path, ThrowingFunction<PageRequest, Supplier<Future<Void>>, Exception> download) {
        pages.direct(
                "GET", path, Access.OPERATOR, request -> threads.executeBlocking(() -> download.apply(request), false)
                        .compose(Supplier::get)
                        .onFailure(failure -> fail(request, failure)));
    }

    /** Sends a stream, and closes it. */
    Future<Void> send(InputStream content, HttpServerResponse response) {
        return sendRest(content, response)
                .onComplete(done -> threads.executeBlocking(
                        () -> {
                            content.close();
                            return null;
                        },
                        false));
    }

    private Future<Void> sendRest(InputStream content, HttpServerResponse response) {
        return threads.executeBlocking(() -> content.readNBytes(PIECE), false)
                .compose(piece -> piece.length == 0
                        ? response.end()
                        : response.write(Buffer.buffer(piece)).compose(taken -> sendRest(content, response)));
    }

    /** Once it has begun only a broken connection tells that it is not whole. */
    private static void fail(PageRequest request, Throwable failure) {
        HttpServerResponse response = request.http().response();
        if (response.headWritten() || response.closed()) {
            response.reset();
            return;
        }
        response.setChunked(false)
                .headers()
                .remove("Content-Length")
                .remove("Content-Disposition")
                .remove("Accept-Ranges");
        int status = failure instanceof RefusedException refused
                ? refused.status()
                : failure instanceof FileNotFoundException ? 404 : 503;
        request.error(status, status < 500 ? failure.getMessage() : "It cannot be read now: " + Cause.of(failure))
                .send(response);
    }
}
