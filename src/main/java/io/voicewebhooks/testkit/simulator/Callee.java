package io.voicewebhooks.testkit.simulator;

/**
 * Somebody who is called by {@code <Dial>}.
 *
 * @param keys what is pressed when a whisper listens, empty for nothing
 */
public record Callee(Reaction reaction, String keys) {
    /** What happens when the telephone rings. */
    public enum Reaction {
        ANSWERS("completed", "200"),
        BUSY("busy", "486"),
        NO_ANSWER("no-answer", "487"),
        FAILED("failed", "404");

        private final String status;
        private final String sipResponseCode;

        Reaction(String status, String sipResponseCode) {
            this.status = status;
            this.sipResponseCode = sipResponseCode;
        }

        /** The final {@code CallStatus}. */
        String status() {
            return status;
        }

        String sipResponseCode() {
            return sipResponseCode;
        }
    }

    /** Takes every call, and presses nothing. */
    public static final Callee STANDARD = new Callee(Reaction.ANSWERS, "");

    boolean answers() {
        return reaction == Reaction.ANSWERS;
    }

    /** Presses the keys once, then listens. */
    Person person() {
        String[] left = {keys};
        return prompt -> {
            String now = left[0];
            left[0] = "";
            return now.isEmpty() || prompt != Person.Prompt.GATHER ? new Action.Silence() : new Action.Press(now);
        };
    }
}
