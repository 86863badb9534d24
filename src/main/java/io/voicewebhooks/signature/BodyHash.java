package io.voicewebhooks.signature;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What Twilio signs of a body of JSON: the parameter {@code bodySHA256} of the URL, 64 hexadecimal digits. */
final class BodyHash {
    private static final String PARAMETER = TwilioSignature.BODY_HASH;

    private BodyHash() {}

    /** Whether a request has JSON, and a URL that says so. */
    static boolean isSent(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith("application/json")
                && request.uri().contains(PARAMETER + "=");
    }

    static boolean isOf(byte[] body, TwilioRequest request) {
        String sent = request.first(PARAMETER);
        return sent != null
                && MessageDigest.isEqual(
                        sent.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                        sha256(body).getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
