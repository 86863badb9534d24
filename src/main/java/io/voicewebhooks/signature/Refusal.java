package io.voicewebhooks.signature;

import java.util.Locale;

/** Why a request was not let in; the reason is for the owner's log and metrics, never for the reply. */
public enum Refusal {
    /** No {@code X-Twilio-Signature}, an empty one, or several. */
    NO_SIGNATURE,
    /** The {@code AccountSid} is not configured. */
    UNKNOWN_ACCOUNT,
    /** The header that names a shared key is there twice, or cannot be read. */
    KEY_HEADER,
    /** It names an algorithm that is neither {@code HMAC_SHA1} nor {@code HMAC_SHA256}. */
    UNKNOWN_ALGORITHM,
    /** It names a shared key that is not configured. */
    UNKNOWN_KEY,
    /** No token of the account, or not the shared key that is named, gives this signature for any public URL. */
    MISMATCH,
    /** A body of JSON whose SHA-256 is not the {@code bodySHA256} of the signed URL. */
    BODY_MISMATCH;

    /** The name in logs and metrics, for example {@code no-signature}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
