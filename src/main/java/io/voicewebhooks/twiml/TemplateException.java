package io.voicewebhooks.twiml;

/** A template is missing, broken, or uses a variable that is not set. The message names the file. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
