package io.voicewebhooks.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * An answer of the console.
 *
 * @param headers beside those that every answer has
 */
public record PageAnswer(int status, Map<String, String> headers, Buffer body) {
    /** A text of a type, for example {@code application/json}; in UTF-8. */
    public static PageAnswer text(int status, String type, String text) {
        return new PageAnswer(status, Map.of("Content-Type", type + "; charset=utf-8"), Buffer.buffer(text));
    }

    /** Sends a browser on, with GET. */
    static PageAnswer redirect(String location) {
        return new PageAnswer(303, Map.of("Location", location), Buffer.buffer());
    }

    /** The same for a browser that takes it compressed: there is no secret in one. */
    PageAnswer compressedFor(HttpServerRequest request) throws IOException {
        String accepted = request.getHeader("Accept-Encoding");
        if (body.length() == 0 || accepted == null || !accepted.contains("gzip")) {
            return this;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Encoding", "gzip");
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(body.getBytes());
        }
        return new PageAnswer(status, all, Buffer.buffer(compressed.toByteArray()));
    }

    /** Sends it, unless nobody is there any more or something else has been sent. */
    public void send(HttpServerResponse response) {
        if (!response.closed() && !response.ended() && !response.headWritten()) {
            headers.forEach(response::putHeader);
            response.setStatusCode(status).end(body);
        }
    }
}
