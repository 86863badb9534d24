package io.voicewebhooks.testkit.simulator;

/** What somebody on the telephone does when the application listens. */
public sealed interface Action {
    /** Presses keys: {@code 0-9 * #}. */
    record Press(String keys) implements Action {
        public Press {
            if (!keys.matches("[0-9*#]+")) {
                throw new IllegalArgumentException("\"" + keys + "\" are no keys; allowed: 0-9 * #");
            }
        }
    }

    /** Says something that is understood. */
    record Say(String text) implements Action {}

    /** Says something that is only recorded. */
    record Speak(Audio audio) implements Action {}

    /** Nothing, until the application stops listening. */
    record Silence() implements Action {}

    record HangUp() implements Action {}
}
