package io.voicewebhooks.reconcile;

/** Calls are compared with Twilio already. */
public final class ReconcileUnderWayException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ReconcileUnderWayException() {
        super("calls are compared with Twilio already");
    }
}
