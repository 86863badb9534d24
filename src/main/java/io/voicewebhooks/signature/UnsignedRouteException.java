package io.voicewebhooks.signature;

/** A route would have answered unsigned requests; it is not started. */
final class UnsignedRouteException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnsignedRouteException(String message) {
        super(message);
    }
}
