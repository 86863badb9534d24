package io.voicewebhooks.signature;

import java.util.List;
import java.util.Locale;

/**
 * What a request says of the shared key that signed it: {@code X-Twilio-Webhooks-Signature-Settings:
 * key=<id>,algorithm=<name>}, or {@code X-Twilio-Signature-Key-Sid: <id>} as in the beta of shared keys. Strangers write it.
 *
 * @param key       id of the key, empty where it is missing
 * @param algorithm the name that was sent, {@code HMAC_SHA1} where the settings have none; {@code null} for the beta's header,
 *                  which has no place for it
 * @param problem   why nothing is signed in this way, or {@code null}
 */
public record SigningKeyHeader(String key, String algorithm, Refusal problem) {
    /** The header's name. */
    public static final String SETTINGS = "X-Twilio-Webhooks-Signature-Settings";

    static final String BETA = "X-Twilio-Signature-Key-Sid";

    /** That of all values of the two headers; {@code null} where there are none, so that an auth token signs. */
    static SigningKeyHeader of(List<String> settings, List<String> beta) {
        if (!settings.isEmpty()) {
            return settings.size() == 1 ? of(settings.get(0)) : malformed();
        }
        if (beta.isEmpty()) {
            return null;
        }
        return beta.size() == 1 && !beta.get(0).isBlank()
                ? new SigningKeyHeader(beta.get(0).strip(), null, null)
                : malformed();
    }

    /** That of a value of {@value #SETTINGS}. Parts of other names may come with a later version of Twilio's. */
    public static SigningKeyHeader of(String settings) {
        String key = "";
        String algorithm = "";
        for (String part : settings.split(",", -1)) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1).strip();
            if (equals < 0 || value.isEmpty()) {
                return malformed();
            }
            String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (name.equals("key") && key.isEmpty()) {
                key = value;
            } else if (name.equals("algorithm") && algorithm.isEmpty()) {
                algorithm = value;
            } else if (name.equals("key") || name.equals("algorithm")) {
                return malformed();
            }
        }
        if (key.isEmpty()) {
            return malformed();
        }
        String named = algorithm.isEmpty() ? SignatureAlgorithm.HMAC_SHA1.name() : algorithm;
        boolean known = SignatureAlgorithm.of(named).isPresent();
        return new SigningKeyHeader(key, named, known ? null : Refusal.UNKNOWN_ALGORITHM);
    }

    private static SigningKeyHeader malformed() {
        return new SigningKeyHeader("", "", Refusal.KEY_HEADER);
    }

    /** How this signature is made, if it is one. */
    SignatureAlgorithm algorithmOf(String signature) {
        if (algorithm != null) {
            return SignatureAlgorithm.of(algorithm).orElseThrow();
        }
        return signature.length() == SignatureAlgorithm.HMAC_SHA256.length()
                ? SignatureAlgorithm.HMAC_SHA256
                : SignatureAlgorithm.HMAC_SHA1;
    }
}
