package io.voicewebhooks.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/**
 * An answer of the console.
 *
 * @param headers beside those that every answer has
 */
record PageAnswer(int status, Map<String, String> headers, Buffer body) {
    static PageAnswer html(int status, String html) {
        return new PageAnswer(status, Map.of("Content-Type", "text/html; charset=utf-8"), Buffer.buffer(html));
    }

    /** Sends a browser on, with GET. */
    static PageAnswer redirect(String location) {
        return new PageAnswer(303, Map.of("Location", location), Buffer.buffer());
    }

    /** Sends it, unless nobody is there any more or something else has been sent. */
    void send(HttpServerResponse response) {
        if (!response.closed() && !response.ended() && !response.headWritten()) {
            headers.forEach(response::putHeader);
            response.setStatusCode(status).end(body);
        }
    }
}
