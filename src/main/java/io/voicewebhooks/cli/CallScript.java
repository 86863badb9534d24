package io.voicewebhooks.cli;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.CallStep;
import io.voicewebhooks.testkit.simulator.Person;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A caller who does one thing after the other. Who has nothing left to say leaves a message of three seconds where one
 * is recorded and hangs up, and is silent at a menu, but not for ever.
 */
final class CallScript implements Person {
    private static final Audio MESSAGE = Audio.tone(Duration.ofSeconds(3));
    /** Menus at which the caller is silent before hanging up. */
    private static final int PATIENCE = 3;

    private final Queue<Action> steps;
    private boolean spoken;
    private int silent;

    CallScript(List<Action> steps) {
        this.steps = new ArrayDeque<>(steps);
    }

    @Override
    public Action at(CallStep.Prompt prompt) {
        return prompt instanceof CallStep.Record ? message() : choice();
    }

    @Override
    public boolean pressesStar() {
        boolean star =
                steps.peek() instanceof Action.Press press && press.keys().equals("*");
        if (star) {
            steps.remove();
        }
        return star;
    }

    /** Speaks, then presses a key, hangs up if nothing is left to do, or is silent. */
    private Action message() {
        Action next = steps.peek();
        if (!spoken) {
            spoken = true;
            if (next instanceof Action.Speak) {
                return steps.remove();
            }
            if (next instanceof Action.Say say) {
                steps.remove();
                return new Action.Speak(MESSAGE, say.text());
            }
            return new Action.Speak(MESSAGE);
        }
        spoken = false;
        if (next == null) {
            return new Action.HangUp();
        }
        return next instanceof Action.Press ? steps.remove() : new Action.Silence();
    }

    private Action choice() {
        Action next = steps.peek();
        if (next instanceof Action.Press || next instanceof Action.Say) {
            return steps.remove();
        }
        return ++silent > PATIENCE ? new Action.HangUp() : new Action.Silence();
    }
}
