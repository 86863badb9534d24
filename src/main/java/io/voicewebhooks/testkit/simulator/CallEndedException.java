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
        LEFT_QUEUE,
        /** Another call, or somebody who answers, ends only what goes on until then. */
        BROKEN_OFF,
        /** The application gave the call another URL; it goes on there. */
        REDIRECTED
    }

    private final transient Leg leg;
    private final Reason reason;
    private final String url;

    CallEndedException(Leg leg, Reason reason) {
        this(leg, reason, "");
    }

    /** What the call did so far is over: it is redirected. */
    CallEndedException(Leg leg, String url) {
        this(leg, Reason.REDIRECTED, url);
    }

    private CallEndedException(Leg leg, Reason reason, String url) {
        super(reason.name(), null, false, false);
        this.leg = leg;
        this.reason = reason;
        this.url = url;
    }

    /** Whose call it was. */
    Leg leg() {
        return leg;
    }

    Reason reason() {
        return reason;
    }

    boolean isRedirect() {
        return reason == Reason.REDIRECTED;
    }

    /** Where a redirected call goes on. */
    String url() {
        return url;
    }
}
