package io.voicewebhooks.signature;

/** A request that is signed but is not the webhook it should be. The message is one line for the sender. */
public final class BadWebhookException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadWebhookException(String message) {
        super(message);
    }
}
