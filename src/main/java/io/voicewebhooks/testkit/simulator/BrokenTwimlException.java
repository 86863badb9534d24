package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.RequestFailure;

/** An answer that Twilio cannot use where it needs TwiML. */
final class BrokenTwimlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RequestFailure failure;

    BrokenTwimlException(RequestFailure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    BrokenTwimlException(int code, String text) {
        this(new RequestFailure(code, text));
    }

    RequestFailure failure() {
        return failure;
    }
}
