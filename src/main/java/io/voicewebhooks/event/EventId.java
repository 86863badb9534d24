package io.voicewebhooks.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The id of an event: a SHA-256, shortened to 128 bits, of its kind and what was signed. Twilio's retry repeats both, a
 * replay cannot change them, and two different events always differ in them.
 */
final class EventId {
    private static final int BYTES = 16;

    private EventId() {}

    /**
     * Names are sorted, and every name and value is counted, so that no two sets of parameters give the same text. So are
     * the values of a repeated name: Twilio's signature does not cover their order.
     */
    static String of(String kind, Map<String, ?> parameters) {
        StringBuilder text = new StringBuilder(kind);
        new TreeMap<>(parameters).forEach((name, value) -> {
            List<?> values = value instanceof List<?> list ? list : List.of(String.valueOf(value));
            values.stream().map(String::valueOf).sorted().forEach(one -> {
                append(text, name);
                append(text, one);
            });
        });
        return of(text.toString());
    }

    static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void append(StringBuilder text, String part) {
        text.append('\n').append(part.length()).append(':').append(part);
    }
}
