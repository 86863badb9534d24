package io.voicewebhooks.delivery;

import java.io.IOException;

/**
 * The audio of one recording could not be fetched whole, from Twilio or from the archive; it says nothing of the sink that
 * wants it.
 */
public class MediaException extends IOException {
    private static final long serialVersionUID = 1L;

    public MediaException(String message) {
        super(message);
    }

    public MediaException(String message, Exception cause) {
        super(message, cause);
    }
}
