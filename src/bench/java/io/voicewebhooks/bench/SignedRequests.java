package io.voicewebhooks.bench;

import io.voicewebhooks.signature.SignatureKey;
import io.voicewebhooks.testkit.Twilio;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Very many requests that differ in their call, and so in their signature. These two parts of each are made ahead; the
 * others are the same bytes for all.
 */
final class SignedRequests {
    private static final String NO_CALL = "CA" + "-".repeat(32);
    private static final String NO_SIGNATURE = "-".repeat(28);
    private static final int BYTES = NO_CALL.length() + NO_SIGNATURE.length();

    private final SampleWebhook webhook;
    private final String url;
    private final SignatureKey key;
    private final byte[] template;
    private final int callAt;
    private final int signatureAt;
    private byte[] parts = {};

    /** @param listener where they are sent, and what Twilio believes to call */
    SignedRequests(SampleWebhook webhook, URI listener) {
        this.webhook = webhook;
        this.url = listener + webhook.path();
        this.key = new SignatureKey(webhook.token());
        String body = Twilio.encode(webhook.form(NO_CALL));
        String text = "POST " + webhook.path() + " HTTP/1.1\r\n"
                + "Host: " + listener.getAuthority() + "\r\n"
                + "User-Agent: TwilioProxy/1.1\r\n"
                + "Accept: */*\r\n"
                + "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
                + "Content-Length: " + body.length() + "\r\n"
                + "X-Twilio-Signature: " + NO_SIGNATURE + "\r\n\r\n"
                + body;
        this.template = text.getBytes(StandardCharsets.US_ASCII);
        this.callAt = text.indexOf(NO_CALL);
        this.signatureAt = text.indexOf(NO_SIGNATURE);
    }

    /** Makes new ones in place of those that it holds. */
    void make(int count) {
        parts = new byte[count * BYTES];
        for (int i = 0; i < count; i++) {
            String call = Twilio.callSid();
            byte[] part = (call + key.sign(url, webhook.form(call))).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(part, 0, parts, i * BYTES, BYTES);
        }
    }

    int count() {
        return parts.length / BYTES;
    }

    /** A request for {@link #fill}. */
    byte[] blank() {
        return template.clone();
    }

    /** Turns a request into another one. */
    void fill(byte[] request, int index) {
        int at = index * BYTES;
        System.arraycopy(parts, at, request, callAt, NO_CALL.length());
        System.arraycopy(parts, at + NO_CALL.length(), request, signatureAt, NO_SIGNATURE.length());
    }
}
