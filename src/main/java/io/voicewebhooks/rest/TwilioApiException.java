package io.voicewebhooks.rest;

import com.twilio.exception.ApiException;

/**
 * Twilio refused a request, cannot be reached, or does not answer as Twilio does. The message names account, method and path,
 * Twilio's own words and what to look at; never a token or what was sent.
 */
public final class TwilioApiException extends ApiException {
    private static final long serialVersionUID = 1L;

    /**
     * @param code   Twilio's own, null where there is none
     * @param status of HTTP, null where there was no answer
     */
    TwilioApiException(String message, Integer code, Integer status, Throwable cause) {
        super(message, code, null, status, cause);
    }

    TwilioApiException(String message, Throwable cause) {
        this(message, null, null, cause);
    }

    /** Twilio took a change and did not make it. */
    public static TwilioApiException ignored(String resource, String field, String value) {
        return new TwilioApiException(
                "Twilio took the change of " + resource + ", and " + field + " is still " + value, null);
    }
}
