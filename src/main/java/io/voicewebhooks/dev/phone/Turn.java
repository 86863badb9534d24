package io.voicewebhooks.dev.phone;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.CallStep;
import java.util.List;

/**
 * What somebody did in a call.
 *
 * @param step   about what, at his telephone; another's where nothing was open at his
 * @param played how many steps he had heard to their end since he did something else
 * @param heard  how many texts and sounds the caller had heard until then
 */
record Turn(String who, CallStep step, Action action, int played, int heard) {
    /** What somebody's doing was about. */
    static CallStep about(String who, List<CallStep> open) {
        return open.stream().filter(step -> step.who().equals(who)).findFirst().orElse(open.get(0));
    }

    /** Whether nobody did anything: it was heard to its end, or ended by itself. */
    boolean isNothing() {
        return action instanceof Action.Done || action instanceof Action.Silence && !(step instanceof CallStep.Prompt);
    }

    /** Whether a step of another call is the like of this one's. */
    boolean isLike(CallStep other) {
        return other.who().equals(step.who()) && other.getClass() == step.getClass();
    }
}
