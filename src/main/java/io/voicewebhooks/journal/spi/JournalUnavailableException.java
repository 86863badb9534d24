package io.voicewebhooks.journal.spi;

import java.io.IOException;

/** An event is not stored, or it is not certain that it is. */
public final class JournalUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    public JournalUnavailableException(String message) {
        super(message);
    }

    public JournalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
