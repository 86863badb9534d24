package io.voicewebhooks.testkit;

import io.voicewebhooks.testkit.simulator.Callee;

/** Somebody who is called. */
public final class Called {
    private final TwilioPhone phone;
    private final String address;

    Called(TwilioPhone phone, String address) {
        this.phone = phone;
        this.address = address;
    }

    /** Takes the call. */
    public TwilioPhone answers() {
        return does(Callee.Reaction.ANSWERS, "");
    }

    /** Is a machine, which answering machine detection finds out. */
    public TwilioPhone isMachine() {
        phone.simulator().callee(address, new Callee(Callee.Reaction.ANSWERS, "", Callee.Answerer.MACHINE));
        return phone;
    }

    /** Takes the call and presses keys when the application listens, in a whisper. */
    public TwilioPhone presses(String keys) {
        return does(Callee.Reaction.ANSWERS, keys);
    }

    /** Is busy. */
    public TwilioPhone busy() {
        return does(Callee.Reaction.BUSY, "");
    }

    /** Lets it ring. */
    public TwilioPhone doesNotAnswer() {
        return does(Callee.Reaction.NO_ANSWER, "");
    }

    /** Cannot be reached. */
    public TwilioPhone fails() {
        return does(Callee.Reaction.FAILED, "");
    }

    private TwilioPhone does(Callee.Reaction reaction, String keys) {
        phone.simulator().callee(address, new Callee(reaction, keys));
        return phone;
    }
}
