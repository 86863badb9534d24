package io.voicewebhooks.console;

/** Who may have a page. */
public enum Access {
    /** Whoever reaches the port. */
    EVERYBODY,
    /** Who has logged in; where no token is configured, this machine. */
    READER,
    /** Who has logged in: audio, and whatever changes something. */
    OPERATOR
}
