package io.voicewebhooks.delivery;

/** A delivery that cannot succeed, however often it is tried: it becomes a dead letter at once. */
public final class UndeliverableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UndeliverableException(String message) {
        super(message);
    }
}
