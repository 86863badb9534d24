package io.voicewebhooks.testkit.request;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of one try.
 *
 * @param location where it was redirected to, empty if it was not
 * @param fallback whether the application says that this is its fallback
 * @param failure  null if there was none
 * @param kind     how connection overrides call the failure; null if nothing makes Twilio try again
 */
record Attempt(
        URI url,
        int status,
        String contentType,
        String location,
        byte[] body,
        boolean fallback,
        RequestFailure failure,
        ConnectionOverrides.Kind kind) {

    static Attempt failed(URI url, RequestFailure failure, ConnectionOverrides.Kind kind) {
        return new Attempt(url, 0, "", "", new byte[0], false, failure, kind);
    }

    /** A reply; 4xx and 5xx are failures, 429 too. */
    static Attempt replied(URI url, int status, String contentType, String location, byte[] body, boolean fallback) {
        RequestFailure failure = null;
        ConnectionOverrides.Kind kind = null;
        if (status >= 400) {
            String hint = status == 403
                    ? "; 403 is how most applications refuse a signature: do token and URL agree with theirs?"
                    : "";
            failure = new RequestFailure(11217, "the application answered " + status + hint);
            kind = status >= 500 ? ConnectionOverrides.Kind.SERVER_ERROR : ConnectionOverrides.Kind.CLIENT_ERROR;
        } else if (status >= 300) {
            failure = new RequestFailure(11200, "the application answered " + status);
        }
        return new Attempt(url, status, contentType, location, body, fallback, failure, kind);
    }

    Answer answer(Duration time, int tries) {
        return new Answer(
                url.toString(), status, contentType, body, fallback, time, tries, Optional.ofNullable(failure));
    }
}
