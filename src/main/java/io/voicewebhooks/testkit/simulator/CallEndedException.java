package io.voicewebhooks.testkit.simulator;

/** Somebody's part in a call is over, wherever its TwiML was. */
final class CallEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    enum Reason {
        /** The person hung up. */
        HUNG_UP,
        /** {@code <Hangup>}, or a document that ended. */
        FINISHED,
        /** {@code <Reject>} as the first verb. */
        REJECTED,
        REJECTED_BUSY,
        /** The application failed. */
        FAILED,
        /** {@code <Leave>}: only the wait in a queue is over. */
        LEFT_QUEUE
    }

    private final transient Leg leg;
    private final Reason reason;

    CallEndedException(Leg leg, Reason reason) {
        super(reason.name(), null, false, false);
        this.leg = leg;
        this.reason = reason;
    }

    /** Whose call it was. */
    Leg leg() {
        return leg;
    }

    Reason reason() {
        return reason;
    }
}
