package io.voicewebhooks.signature;

import java.util.Locale;

/** Why a request was not let in; the reason is for the owner's log and metrics, never for the reply. */
public enum Refusal {
    /** No {@code X-Twilio-Signature}, an empty one, or several. */
    NO_SIGNATURE,
    /** The {@code AccountSid} is not configured. */
    UNKNOWN_ACCOUNT,
    /**
     * Signed, as {@code X-Twilio-Signature-Key-Sid} says, with a shared key of Twilio's Webhooks configuration API instead
     * of the auth token. How such a signature is made is not published.
     */
    SHARED_KEY,
    /** No token of the account gives this signature for any public URL. */
    MISMATCH;

    /** The name in logs and metrics, for example {@code no-signature}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
