package io.voicewebhooks.testkit.simulator;

/** Somebody on the telephone who knows at once what to do. */
@FunctionalInterface
public interface Person {
    /**
     * What this person does now.
     *
     * @param prompt what the application listens for: {@link CallStep.Gather} or {@link CallStep.Record}, which comes again after
     *               each {@link Action.Speak}
     */
    Action at(CallStep.Prompt prompt);

    /**
     * Whether this person ends a conversation with {@code *} where {@code hangupOnStar} allows it; else whoever was called
     * hangs up.
     */
    default boolean pressesStar() {
        return false;
    }
}
