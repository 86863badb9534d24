package io.voicewebhooks.recording;

import io.voicewebhooks.delivery.MediaException;

/** Twilio does not have the audio yet; another try by schedule will find it. */
final class NotReadyException extends MediaException {
    private static final long serialVersionUID = 1L;

    NotReadyException(String message) {
        super(message);
    }
}
