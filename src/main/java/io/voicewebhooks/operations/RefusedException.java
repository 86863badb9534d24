package io.voicewebhooks.operations;

import io.voicewebhooks.observe.LogText;

/** A request of an operator that is not carried out; the message tells the operator why. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** The message is what {@link String#format} makes. */
    RefusedException(int status, String format, Object... values) {
        super(format.formatted(values));
        this.status = status;
    }

    /** Of the reply: 400, 403, 404, 409, 501 or 503. */
    public int status() {
        return status;
    }

    /** A parameter with a wrong value: which one, what was found, what is allowed. */
    static RefusedException wrong(String parameter, String found, String allowed) {
        return new RefusedException(400, "%s = %s; allowed: %s", parameter, LogText.of(found), allowed);
    }
}
