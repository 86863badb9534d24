package io.voicewebhooks.testkit.simulator;

/**
 * Somebody who is called, by {@code <Dial>} or by the application.
 *
 * @param keys     what is pressed when a whisper listens, empty for nothing
 * @param answerer what takes the call, for answering machine detection
 */
public record Callee(Reaction reaction, String keys, Answerer answerer) {
    /** Somebody human. */
    public Callee(Reaction reaction, String keys) {
        this(reaction, keys, Answerer.HUMAN);
    }

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

    /** What can take a call. */
    public enum Answerer {
        HUMAN("human", "human"),
        MACHINE("machine_start", "machine_end_beep"),
        FAX("fax", "fax"),
        UNKNOWN("unknown", "unknown");

        private final String begun;
        private final String ended;

        Answerer(String begun, String ended) {
            this.begun = begun;
            this.ended = ended;
        }

        /** {@code AnsweredBy} as {@code MachineDetection} with a value of {@code Enable} or {@code DetectMessageEnd} has it. */
        String answeredBy(String detection) {
            return detection.equals("DetectMessageEnd") ? ended : begun;
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
            return now.isEmpty() || !(prompt instanceof CallStep.Gather) ? new Action.Silence() : new Action.Press(now);
        };
    }
}
