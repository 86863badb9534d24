package io.voicewebhooks.recording;

import java.io.IOException;

/** The audio of one recording could not be fetched whole; it says nothing of the sink that wants it. */
public class MediaException extends IOException {
    private static final long serialVersionUID = 1L;

    MediaException(String message) {
        super(message);
    }

    MediaException(String message, IOException cause) {
        super(message, cause);
    }
}
