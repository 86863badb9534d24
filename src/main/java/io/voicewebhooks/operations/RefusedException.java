package io.voicewebhooks.operations;

import io.voicewebhooks.observe.LogText;

/** A request of an operator that is not carried out; the message tells the operator why. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** A parameter with a wrong value: which one, what was found, what is allowed. */
    static RefusedException wrong(String parameter, String found, String allowed) {
        return new RefusedException(400, parameter + " = " + LogText.of(found) + "; allowed: " + allowed);
    }

    /** The status of the reply. */
    int status() {
        return status;
    }
}
