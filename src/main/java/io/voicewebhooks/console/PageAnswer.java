package io.voicewebhooks.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer of the console.
 *
 * @param headers beside those that every answer has
 */
record PageAnswer(int status, Map<String, String> headers, Buffer body) {
    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html; charset=utf-8");
    /** Bytes. */
    private static final int WORTH_IT = 4_000;

    static PageAnswer html(int status, String html) {
        return new PageAnswer(status, HTML, Buffer.buffer(html));
    }

    /** Sends a browser on, with GET. */
    static PageAnswer redirect(String location) {
        return new PageAnswer(303, Map.of("Location", location), Buffer.buffer());
    }

    /** The same for a browser that takes it compressed, if it is a page of some length: there is no secret in one. */
    PageAnswer compressedFor(HttpServerRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        if (body.length() < WORTH_IT || accepted == null || !accepted.contains("gzip") || !headers.equals(HTML)) {
            return this;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Encoding", "gzip");
        all.put("Vary", "Accept-Encoding");
        return new PageAnswer(status, all, Buffer.buffer(Assets.compressed(body.getBytes())));
    }

    /** Sends it, unless nobody is there any more or something else has been sent. */
    void send(HttpServerResponse response) {
        if (!response.closed() && !response.ended() && !response.headWritten()) {
            headers.forEach(response::putHeader);
            response.setStatusCode(status).end(body);
        }
    }
}
