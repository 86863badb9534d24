package io.voicewebhooks.recording;

import java.io.IOException;

/** Twilio does not have the audio yet; another try by schedule will find it. */
public final class NotReadyException extends IOException {
    private static final long serialVersionUID = 1L;

    NotReadyException(String message) {
        super(message);
    }
}
