package io.voicewebhooks.simulator;

import io.voicewebhooks.simulator.request.Failure;

/** An answer that Twilio cannot use where it needs TwiML. */
final class BrokenTwimlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    BrokenTwimlException(Failure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    BrokenTwimlException(int code, String text) {
        this(new Failure(code, text));
    }

    Failure failure() {
        return failure;
    }
}
