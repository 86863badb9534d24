package io.voicewebhooks.console;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.operations.RefusedException;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.concurrent.Callable;

/**
 * Content of any size on its way to a reader: a piece is read when the one before was taken, on threads that may wait.
 *
 * @param length in bytes; what comes behind is not sent
 */
record Pieces(InputStream content, long length) {
    private static final int PIECE = 64 << 10;

    /** Content that says itself where it ends. */
    static Pieces of(InputStream content) {
        return new Pieces(content, Long.MAX_VALUE);
    }

    /**
     * Answers a request, from the event loop.
     *
     * @param source sets status and headers; a {@link FileNotFoundException} says to the reader what is missing
     */
    static void send(PageRequest request, Callable<Pieces> source) {
        request.http()
                .vertx()
                .executeBlocking(source, false)
                .onSuccess(pieces -> pieces.next(request))
                .onFailure(e -> fail(request, e));
    }

    private void next(PageRequest request) {
        HttpServerResponse response = request.http().response();
        Future<byte[]> piece =
                request.http().vertx().executeBlocking(() -> content.readNBytes((int) Math.min(PIECE, length)), false);
        piece.onFailure(e -> close(request, e)).onSuccess(bytes -> {
            if (bytes.length == 0 || request.http().request().method().name().equals("HEAD")) {
                close(request, null);
                response.end();
            } else {
                response.write(Buffer.buffer(bytes))
                        .onSuccess(taken -> new Pieces(content, length - bytes.length).next(request))
                        .onFailure(e -> close(request, e));
            }
        });
    }

    private void close(PageRequest request, Throwable failure) {
        request.http().vertx().executeBlocking(() -> {
            content.close();
            return null;
        });
        if (failure != null) {
            fail(request, failure);
        }
    }

    /** Once it has begun only a broken connection tells that it is not whole. */
    private static void fail(PageRequest request, Throwable failure) {
        HttpServerResponse response = request.http().response();
        if (response.headWritten() || response.closed()) {
            response.reset();
            return;
        }
        response.headers().clear();
        int status = failure instanceof RefusedException refused
                ? refused.status()
                : failure instanceof FileNotFoundException ? 404 : 503;
        boolean said = status < 500;
        request.error(status, said ? failure.getMessage() : "It cannot be read now: " + Cause.of(failure))
                .send(response);
    }
}
