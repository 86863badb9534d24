package io.voicewebhooks.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/**
 * What is answered.
 *
 * @param body       null for none
 * @param retryAfter null for none
 */
record RestAnswer(int status, JsonNode body, String retryAfter) {
    static RestAnswer of(int status, JsonNode body) {
        return new RestAnswer(status, body, null);
    }

    /** As <a href="https://www.twilio.com/docs/usage/twilios-response#error-responses">Twilio's errors</a> are. */
    static RestAnswer error(int status, int code, String message) {
        return of(
                status,
                RestKind.MAPPER
                        .createObjectNode()
                        .put("code", code)
                        .put("message", message)
                        .put("more_info", "https://www.twilio.com/docs/errors/" + code)
                        .put("status", status));
    }

    static RestAnswer missing(String path) {
        return error(404, 20404, "The requested resource " + path + " was not found");
    }

    RestAnswer retryAfter(String value) {
        return new RestAnswer(status, body, value);
    }

    void send(HttpExchange exchange) throws IOException {
        if (retryAfter != null) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        if (status == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Twilio API\"");
        }
        if (body == null) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        byte[] bytes = RestKind.MAPPER.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
