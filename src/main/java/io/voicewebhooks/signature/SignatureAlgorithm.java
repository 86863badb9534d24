package io.voicewebhooks.signature;

import java.util.Optional;
import java.util.stream.Stream;

/** How a request is signed; the names are those of {@code X-Twilio-Webhooks-Signature-Settings}. */
public enum SignatureAlgorithm {
    /** The only one of auth tokens. */
    HMAC_SHA1("HmacSHA1", 28),
    HMAC_SHA256("HmacSHA256", 44);

    private final String javaName;
    private final int length;

    SignatureAlgorithm(String javaName, int length) {
        this.javaName = javaName;
        this.length = length;
    }

    String javaName() {
        return javaName;
    }

    /** Characters of a signature in base64. */
    public int length() {
        return length;
    }

    /** That of a name in any case. */
    public static Optional<SignatureAlgorithm> of(String name) {
        return Stream.of(values())
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
