package io.voicewebhooks.dev.phone;

/** What a page asked for cannot be done; the message names the field. */
final class WrongRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    WrongRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Of the answer: 400, 404, 409 or 415. */
    int status() {
        return status;
    }
}
