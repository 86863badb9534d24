package io.voicewebhooks.testkit.request;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of a request.
 *
 * @param url         what was asked last, after redirects
 * @param status      HTTP status, 0 if there was no answer
 * @param contentType as sent, empty if there was none
 * @param body        unpacked
 * @param fallback    whether the application says, with the header {@code Voice-Webhooks: fallback}, that its flow failed
 * @param time        from the first try to the end of the last
 * @param tries       how many there were
 * @param failure     why Twilio cannot use it
 */
public record Answer(
        String url,
        int status,
        String contentType,
        byte[] body,
        boolean fallback,
        Duration time,
        int tries,
        Optional<RequestFailure> failure) {

    /** Nobody got the request. */
    static Answer lost(Webhook webhook) {
        RequestFailure failure = new RequestFailure(11205, "the connection was lost");
        return new Answer(webhook.url(), 0, "", new byte[0], false, Duration.ZERO, 1, Optional.of(failure));
    }

    /** For example {@code 200 text/xml in 41 ms}. */
    @Override
    public String toString() {
        String what = status == 0 ? "no answer" : (status + " " + contentType).strip();
        return what + " in " + time.toMillis() + " ms" + (tries > 1 ? " (" + tries + " tries)" : "");
    }
}
