package io.voicewebhooks.signature;

import io.voicewebhooks.bench.SampleWebhook;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map.Entry;

/** A webhook as it arrives. */
public final class SampleRequest {
    private SampleRequest() {}

    /** The body of its form. */
    static byte[] body(SampleWebhook webhook) {
        return Twilio.encode(webhook.form(Twilio.callSid())).getBytes(StandardCharsets.UTF_8);
    }

    static TwilioRequest of(SampleWebhook webhook) {
        List<Entry<String, String>> form = FormFields.parse(body(webhook));
        String signature = new SignatureKey(webhook.token()).sign(Twilio.PUBLIC_URL + webhook.path(), form);
        return new TwilioRequest("POST", webhook.path(), List.of(), form, List.of(signature), null);
    }

    /** What is left of it once its signature was found to be right. */
    public static SignedParameters parameters(SampleWebhook webhook) {
        return SignedParameters.of(of(webhook));
    }
}
