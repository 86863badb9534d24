package io.voicewebhooks.signature.diagnosis;

import io.voicewebhooks.signature.Refusal;
import java.util.ArrayList;
import java.util.List;

/** What to look at when nothing that was tried gives the signature. */
final class NoMatch {
    private static final int SHA1_LENGTH = 28;
    private static final int SHA256_LENGTH = 44;

    private NoMatch() {}

    static List<String> lines(Refusal refusal, SignatureDiagnosis.Call call, String account) {
        List<String> lines = new ArrayList<>();
        if (call.signature().length() == SHA256_LENGTH) {
            lines.add("this signature is an HMAC-SHA256: shared keys of Twilio's Webhooks API are not supported;");
            lines.add("let Twilio sign with the auth token");
        } else if (call.signature().length() != SHA1_LENGTH) {
            lines.add("X-Twilio-Signature has " + SHA1_LENGTH + " characters, this one has "
                    + call.signature().length());
        } else if (refusal == Refusal.UNKNOWN_ACCOUNT) {
            lines.add("set twilio.accounts." + account + ".auth-token, if this account is yours");
        } else {
            lines.add("no address, query or form that was tried gives this signature with a known token:");
            lines.add("- the token: is it the primary auth token of the account and region? try an older one with");
            lines.add("  --token-env");
            lines.add("- the URL: pass it with --url exactly as it is entered at Twilio");
            lines.add("- the form: pass it as it was sent, every field, also the empty ones");
        }
        return lines;
    }
}
