package io.voicewebhooks.testkit.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The people of a call with their telephones, as the interpreter sees them. */
interface Telephones {
    /**
     * What somebody did.
     *
     * @param after how long it took since they were asked
     */
    record Act(String who, Action action, Duration after) {
        /** As the transcript has it, where it has it. */
        Optional<String> said(CallStep step) {
            String said = null;
            if (action instanceof Action.Press press) {
                said = "presses " + press.keys();
            } else if (action instanceof Action.Say say) {
                said = "says \"" + say.text() + "\"";
            } else if (action instanceof Action.Speak speak) {
                said = "speaks for " + speak.audio().length().toSeconds() + " s";
            } else if (action instanceof Action.Silence && step instanceof CallStep.Gather) {
                said = "does nothing";
            }
            return Optional.ofNullable(said);
        }
    }

    /**
     * Waits until somebody does something about what is open, at most one step for each of them; silence if nobody does. The
     * caller may hang up whatever is open.
     *
     * @param enough when nobody has to do anything any more; {@link #wake} says that this may have changed
     */
    Act next(List<CallStep> open, BooleanSupplier enough);

    /** Whether people have them in their hands, so that other calls can go on meanwhile. */
    default boolean isLive() {
        return false;
    }

    default void wake() {}
}
