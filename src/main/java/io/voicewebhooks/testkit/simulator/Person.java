package io.voicewebhooks.testkit.simulator;

/** Somebody on the telephone. */
@FunctionalInterface
public interface Person {
    /** What the application listens for. */
    enum Prompt {
        /** {@code <Gather>}: keys or speech. */
        GATHER,
        /** {@code <Record>}: a message; asked again after each {@link Action.Speak}. */
        RECORD
    }

    /** What this person does now. */
    Action at(Prompt prompt);
}
