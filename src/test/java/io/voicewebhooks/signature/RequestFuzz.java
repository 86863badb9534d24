package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.Tag;

/**
 * Coverage-guided: whatever target, form and signature are sent, the parser, the verifier and the parameters throw nothing
 * but {@link BadWebhookException}; what is signed comes in, and nothing else does.
 */
@Tag("fuzz")
class RequestFuzz {
    private static final String ORIGIN = "https://voice.example.com";
    private static final SignatureKey KEY = new SignatureKey(Twilio.TOKEN);
    private static final List<PublicUrl> PUBLIC_URLS =
            List.of(PublicUrl.of(ORIGIN), PublicUrl.of(ORIGIN + ":8443/hooks"));
    private static final SignatureVerifier VERIFIER = new SignatureVerifier(
            PUBLIC_URLS,
            List.of(new Account(Twilio.ACCOUNT, List.of(Twilio.TOKEN), "user", "password", "https://api.twilio.com")),
            Twilio.ACCOUNT,
            Map.of("key_1", "secret"));
    private static final RefusalLog LOG = new RefusalLog(PUBLIC_URLS, System::nanoTime);

    @FuzzTest
    @DictionaryEntries(
            value = {
                "?",
                "&",
                "=",
                "+",
                "%",
                "%2",
                "%zz",
                "%00",
                "%C3%AB",
                "%27",
                "%40",
                "%3A",
                "AccountSid=",
                "CallSid=CA1",
                "CallStatus=",
                "context.a=",
                "key=key_1",
                ",algorithm=HMAC_SHA256",
                "/voice/status",
                "/hooks/voice/status"
            })
    void anyRequest(FuzzedDataProvider data) {
        String method = data.pickValue(List.of("GET", "POST"));
        SigningKeyHeader sharedKey = data.consumeBoolean() ? SigningKeyHeader.of(data.consumeString(80)) : null;
        String account = data.consumeBoolean() ? "AccountSid=" + Twilio.ACCOUNT + "&" : "";
        String signature = data.consumeString(40);
        String target = "/" + bytes(data.consumeBytes(200));
        String body = account + bytes(data.consumeRemainingAsBytes());
        try {
            List<Entry<String, String>> query = QueryString.parse(target);
            List<Entry<String, String>> form = method.equals("GET") ? List.of() : QueryString.parse("?" + body);
            TwilioRequest forged = new TwilioRequest(method, target, query, form, List.of(signature), sharedKey);
            Refusal refusal = VERIFIER.verify(forged).refusal();
            assertThat(refusal).isNotNull();
            LOG.add(refusal, forged);
            accept(new TwilioRequest(method, target, query, form, List.of(sign(target, form)), null));
        } catch (BadWebhookException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void accept(TwilioRequest request) {
        String account = request.first("AccountSid");
        boolean known = account == null || account.equals(Twilio.ACCOUNT);
        assertThat(VERIFIER.verify(request).accepted()).isEqualTo(known);
        SignedParameters parameters = SignedParameters.of(request);
        parameters.forEach((name, value) -> assertThat(parameters.text(name)).isNotNull());
        assertThat(parameters.text("AccountSid")).isEqualTo(account == null ? "" : account);
        assertThat(parameters.signedText()).isNotNull();
    }

    private static String sign(String target, List<Entry<String, String>> form) {
        byte[] signed = KEY.sign(
                ORIGIN.getBytes(StandardCharsets.UTF_8),
                target.getBytes(StandardCharsets.ISO_8859_1),
                SignatureKey.sorted(form).getBytes(StandardCharsets.UTF_8));
        return new String(signed, StandardCharsets.US_ASCII);
    }

    /** A character for each byte, as the server reads it. */
    private static String bytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
