package io.voicewebhooks.signature;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;

/** Reads the query of a raw request target; {@code +} and {@code %20} are spaces, both are seen from Twilio. */
final class QueryString {
    private QueryString() {}

    /**
     * The decoded parameters, in order.
     *
     * @throws BadWebhookException if an escape is malformed
     */
    static List<Entry<String, String>> parse(String target) {
        int mark = target.indexOf('?');
        if (mark < 0 || mark == target.length() - 1) {
            return List.of();
        }
        List<Entry<String, String>> parameters = new ArrayList<>();
        for (String part : target.substring(mark + 1).split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                parameters.add(java.util.Map.entry(decode(name), decode(value)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadWebhookException("the query has a malformed escape");
        }
    }
}
