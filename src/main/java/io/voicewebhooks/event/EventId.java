package io.voicewebhooks.event;

import io.voicewebhooks.signature.SignedParameters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of an event: a SHA-256, shortened to 128 bits, of its kind and what was signed. Twilio's retry repeats both, a
 * replay cannot change them, and two different events always differ in them.
 */
final class EventId {
    private static final int BYTES = 16;

    private EventId() {}

    static String of(String kind, SignedParameters parameters) {
        return of(kind + "\n" + parameters.signedText());
    }

    static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
