package io.voicewebhooks.event;

/** A message that is no event of ours, and that no further try will make one: no JSON, incomplete, an object. */
public final class NotAnEventException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Why, without any of the message's own words, as the end of a sentence. */
    public NotAnEventException(String why) {
        super("this message is no event of ours: " + why);
    }
}
