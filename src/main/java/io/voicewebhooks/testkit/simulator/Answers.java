package io.voicewebhooks.testkit.simulator;

import java.time.Duration;

/** What can be done about a step, and how long that takes. */
final class Answers {
    private static final Duration CONVERSATION = Duration.ofSeconds(20);
    /** Who says nothing for that long has no speech: what was to be heard counts as heard. */
    private static final int PATIENCE_SECONDS = 10;

    private Answers() {}

    /** A script hears that it was not understood; keys of a live telephone are lost then. */
    static boolean listens(CallStep step, Action action, boolean realTime) {
        boolean says = action instanceof Action.Press || action instanceof Action.Say;
        if (step instanceof CallStep.Output output) {
            return action instanceof Action.Done || says && output.interruptible();
        } else if (step instanceof CallStep.Prompt) {
            boolean speaks = action instanceof Action.Speak && step instanceof CallStep.Record;
            boolean lost = says && realTime && step instanceof CallStep.Gather gather && !gather.hears(action);
            return says && !lost || speaks || action instanceof Action.Silence;
        }
        if (step instanceof CallStep.Talk talk) {
            boolean star = action instanceof Action.Press press && press.keys().contains("*");
            return star && talk.hangupOnStar() || action instanceof Action.Silence && !realTime;
        }
        return step instanceof CallStep.Ring && (action instanceof Action.Answer || action instanceof Action.Refuse);
    }

    /** Seconds after which a live telephone has done nothing. */
    static int limit(CallStep step) {
        if (step instanceof CallStep.Say || step instanceof CallStep.Play) {
            return 3 * step.seconds() + PATIENCE_SECONDS;
        } else if (step instanceof CallStep.Record message) {
            return message.seconds() + message.timeout() + PATIENCE_SECONDS;
        }
        return step.seconds();
    }

    /** How long it takes until the application goes on. */
    static Duration after(CallStep prompt, Action action) {
        if (prompt instanceof CallStep.Talk talk) {
            return Duration.ofSeconds(Math.min(talk.seconds(), CONVERSATION.toSeconds()));
        }
        if (action instanceof Action.Speak speak) {
            Duration longest = Duration.ofSeconds(prompt.seconds());
            return speak.audio().length().compareTo(longest) < 0 ? speak.audio().length() : longest;
        }
        boolean waits = action instanceof Action.Silence;
        if (prompt instanceof CallStep.Gather gather) {
            waits |= action instanceof Action.Press press && !(gather.hears(press) && gather.complete(press.keys()))
                    || action instanceof Action.Say say && !gather.hears(say);
        }
        boolean silence = prompt instanceof CallStep.Record message && message.timeout() > 0;
        int seconds = silence ? ((CallStep.Record) prompt).timeout() : prompt.seconds();
        return waits ? Duration.ofSeconds(seconds) : Duration.ZERO;
    }
}
