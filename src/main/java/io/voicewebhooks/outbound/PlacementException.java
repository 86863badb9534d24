package io.voicewebhooks.outbound;

import java.io.IOException;

/** A call is not placed yet, or nobody knows whether it is; the request is tried again. */
final class PlacementException extends IOException {
    private static final long serialVersionUID = 1L;

    PlacementException(String message) {
        super(message);
    }
}
