package io.voicewebhooks.journal;

/**
 * Stands for the body of a message that is not read.
 *
 * @param kind for example {@code ObjectMessage}
 */
public record UnreadBody(String kind) {

    @Override
    public String toString() {
        return "a body of the kind " + kind + ", which is never read";
    }
}
