package io.voicewebhooks.signature;

import static io.voicewebhooks.signature.SignatureAlgorithm.HMAC_SHA1;
import static io.voicewebhooks.signature.SignatureAlgorithm.HMAC_SHA256;
import static io.voicewebhooks.signature.SignedCall.get;
import static io.voicewebhooks.signature.SignedCall.post;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.voicewebhooks.testkit.Twilio;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The twins of {@link SignatureTwinsTest} that shared keys have signed; two keys are live, as during a rotation. */
final class SharedKeyTwins {
    static final String NEW_KEY = "webhooks_sharedkey_01k9zzzzzzzzzzzzzzzzzzzzzz";
    static final String NEW_SECRET = "new-secret-of-a-shared-key";
    static final String OLD_KEY = "webhooks_sharedkey_01jaaaaaaaaaaaaaaaaaaaaaaa";
    static final String OLD_SECRET = "old-secret-of-a-shared-key";

    private static final String SETTINGS = "X-Twilio-Webhooks-Signature-Settings: ";
    private static final String BETA = "X-Twilio-Signature-Key-Sid: ";
    private static final String SHA1 = "key=" + NEW_KEY + ",algorithm=HMAC_SHA1";
    private static final String SHA256 = "key=" + NEW_KEY + ",algorithm=HMAC_SHA256";

    private SharedKeyTwins() {}

    static Stream<Arguments> all() {
        return Stream.concat(keys(), headers());
    }

    private static Stream<Arguments> keys() {
        SignedCall sha256 = by(HMAC_SHA256, SETTINGS + SHA256);
        SignedCall sha1 = by(HMAC_SHA1, SETTINGS + SHA1);
        return Stream.of(
                mismatch("SHA-256: a value is changed", sha256, sha256.sendingInstead("completed", "busy")),
                mismatch("SHA-1: a value is changed", sha1, sha1.sendingInstead("completed", "busy")),
                mismatch("GET by SHA-256", getBySha256(), getBySha256().arriving("/voice/incoming")),
                mismatch("the key's own algorithm is not the header's", sha256, by(HMAC_SHA1, SETTINGS + SHA256)),
                mismatch("nor the other way round", sha1, by(HMAC_SHA256, SETTINGS + SHA1)),
                mismatch(
                        "each key while one replaces the other, with its own secret",
                        signed(OLD_SECRET, HMAC_SHA256, SETTINGS + "key=" + OLD_KEY + ",algorithm=HMAC_SHA256"),
                        signed(OLD_SECRET, HMAC_SHA256, SETTINGS + SHA256)),
                mismatch("an auth token is no shared key", sha1, signed(Twilio.TOKEN, HMAC_SHA1, SETTINGS + SHA1)),
                mismatch("a shared key is no auth token", sha1, post().token(NEW_SECRET)),
                arguments(
                        "a key that is not configured",
                        sha256,
                        by(HMAC_SHA256, SETTINGS + SHA256.replace(NEW_KEY, NEW_KEY + "1")),
                        Refusal.UNKNOWN_KEY),
                arguments(
                        "a request of an account that is not configured",
                        sha256,
                        new SignedCall("POST", sha256.url(), List.of(), sha256.target(), "", NEW_SECRET, List.of())
                                .token(NEW_SECRET, HMAC_SHA256)
                                .headers("X-Twilio-Signature: SIGNATURE", SETTINGS + SHA256)
                                .with("AccountSid", "AC" + "9".repeat(32))
                                .with("CallSid", "CA1"),
                        Refusal.UNKNOWN_ACCOUNT));
    }

    private static Stream<Arguments> headers() {
        return Stream.of(
                header("an algorithm that is not known", Refusal.UNKNOWN_ALGORITHM, SETTINGS + SHA256 + "_2"),
                header("no algorithm is SHA-1", Refusal.MISMATCH, SETTINGS + "key=" + NEW_KEY),
                header("the header twice", Refusal.KEY_HEADER, SETTINGS + SHA256, SETTINGS + SHA256),
                header("an empty header", Refusal.KEY_HEADER, SETTINGS),
                header("no key", Refusal.KEY_HEADER, SETTINGS + "algorithm=HMAC_SHA256"),
                header("an empty key", Refusal.KEY_HEADER, SETTINGS + "key=,algorithm=HMAC_SHA256"),
                header("two keys", Refusal.KEY_HEADER, SETTINGS + SHA256 + ",key=" + OLD_KEY),
                header("two algorithms", Refusal.KEY_HEADER, SETTINGS + SHA256 + ",algorithm=HMAC_SHA256"),
                header("no name", Refusal.KEY_HEADER, SETTINGS + NEW_KEY),
                header("a part without a value", Refusal.KEY_HEADER, SETTINGS + SHA256 + ","),
                header("the older header twice", Refusal.KEY_HEADER, BETA + NEW_KEY, BETA + NEW_KEY),
                header("the older header, another key", Refusal.UNKNOWN_KEY, BETA + "SK1"),
                mismatch(
                        "names and algorithm in any case and order, further parts",
                        by(
                                HMAC_SHA256,
                                "x-twilio-webhooks-signature-settings:  Algorithm = hmac_sha256 ,v=2, KEY=" + NEW_KEY),
                        by(HMAC_SHA1, SETTINGS + "Algorithm=hmac_sha256, KEY=" + NEW_KEY)),
                mismatch(
                        "the older header, by SHA-256",
                        by(HMAC_SHA256, BETA + NEW_KEY),
                        by(HMAC_SHA256, BETA + OLD_KEY)),
                mismatch("the older header, by SHA-1", by(HMAC_SHA1, BETA + NEW_KEY), by(HMAC_SHA1, BETA + OLD_KEY)),
                mismatch(
                        "the new header comes first",
                        by(HMAC_SHA256, BETA + OLD_KEY, SETTINGS + SHA256),
                        by(HMAC_SHA256, BETA + NEW_KEY, SETTINGS + SHA256.replace(NEW_KEY, OLD_KEY))));
    }

    private static SignedCall getBySha256() {
        return get().token(NEW_SECRET, HMAC_SHA256).headers("X-Twilio-Signature: SIGNATURE", SETTINGS + SHA256);
    }

    private static SignedCall by(SignatureAlgorithm algorithm, String... headers) {
        return signed(NEW_SECRET, algorithm, headers);
    }

    private static SignedCall signed(String secret, SignatureAlgorithm algorithm, String... headers) {
        List<String> lines = new ArrayList<>(List.of("X-Twilio-Signature: SIGNATURE"));
        lines.addAll(List.of(headers));
        return post().token(secret, algorithm).headers(lines.toArray(String[]::new));
    }

    /** A request by SHA-256 whose header is right, and its twin with these. */
    private static Arguments header(String what, Refusal reason, String... headers) {
        return arguments(what, by(HMAC_SHA256, SETTINGS + SHA256), by(HMAC_SHA256, headers), reason);
    }

    private static Arguments mismatch(String what, SignedCall accepted, SignedCall refused) {
        return arguments(what, accepted, refused, Refusal.MISMATCH);
    }
}
