package io.voicewebhooks.signature.diagnosis;

import static io.voicewebhooks.signature.SignatureAlgorithm.HMAC_SHA1;
import static io.voicewebhooks.signature.SignatureAlgorithm.HMAC_SHA256;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.signature.SignatureAlgorithm;
import io.voicewebhooks.signature.SignatureKey;
import io.voicewebhooks.signature.SigningKeyHeader;
import io.voicewebhooks.signature.diagnosis.SignatureDiagnosis.Finding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What it says of requests that a shared key signed, or should have. */
class SharedKeyDiagnosisTest {
    private static final String ACCOUNT = "AC" + "0123456789abcdef".repeat(2);
    private static final String TOKEN = "main-token-1";
    private static final String FORM = "AccountSid=" + ACCOUNT + "&CallSid=CA1&CallStatus=completed";
    private static final String URL = "https://voice.example.com/voice/status";

    private Finding finding;

    @AfterEach
    void noSecretIsPrinted() {
        assertThat(finding.lines().toString()).doesNotContain("secret-1", "secret-2", "secret-3", TOKEN);
    }

    @Test
    void anAcceptedRequestNamesItsKey() {
        finding = find(URL, "secret-1", HMAC_SHA256, "key=key_1,algorithm=HMAC_SHA256");

        assertThat(finding.accepted()).isTrue();
        assertThat(finding.lines())
                .containsExactly("accepted: signed for https://voice.example.com with shared key key_1 (HMAC_SHA256)");
    }

    @Test
    void aHeaderThatAProxyRemovedIsFound() {
        finding = find(URL, "secret-1", HMAC_SHA256, null);

        assertThat(finding.lines())
                .contains(
                        "refused: mismatch",
                        "  signed with: shared key key_1 (HMAC_SHA256)",
                        "  difference:  it was signed with shared key key_1 (HMAC_SHA256), and no header names that key");
    }

    @Test
    void anotherAlgorithmIsFound() {
        finding = find(URL, "secret-1", HMAC_SHA256, "key=key_1");

        assertThat(finding.lines())
                .contains(
                        "refused: mismatch",
                        "  difference:  the header names the algorithm HMAC_SHA1, and it was signed by HMAC_SHA256");
    }

    @Test
    void anotherKeyIsFound() {
        finding = find(URL, "secret-2", HMAC_SHA1, "key=key_1");

        assertThat(finding.lines())
                .contains("  difference:  the header names the key key_1, and it was signed with shared key key_2"
                        + " (HMAC_SHA1)");
    }

    @Test
    void aTokenIsFound() {
        finding = find(URL, TOKEN, HMAC_SHA1, "key=key_1");

        assertThat(finding.lines())
                .contains(
                        "  difference:  the header names a shared key, and it was signed with token 1 of 1 of account "
                                + ACCOUNT);
    }

    @Test
    void anotherSecretOfTheKeyIsFound() {
        finding = find(URL, "secret-3", HMAC_SHA256, "key=key_1,algorithm=HMAC_SHA256");

        assertThat(finding.lines())
                .contains(
                        "  difference:  it was signed with the token in $OLD, which is not the secret of key key_1",
                        "  change:      set twilio.signing-keys.key_1 to it");
    }

    @Test
    void anotherAddressIsFoundAsWithATokenToo() {
        finding = find(URL.replace("https", "http"), "secret-1", HMAC_SHA256, "key=key_1,algorithm=HMAC_SHA256");

        assertThat(finding.lines())
                .contains("  difference:  the scheme was signed as http, voice.public-url has https");
    }

    @Test
    void aKeyThatIsNotConfiguredIsNamed() {
        finding = find(URL, "stranger", HMAC_SHA256, "key=key_9,algorithm=HMAC_SHA256");

        assertThat(finding.lines())
                .contains("refused: unknown-key", "  set twilio.signing-keys.key_9, if this key is yours");
    }

    @Test
    void whatIsWrongWithTheHeaderIsSaid() {
        finding = find(URL, "stranger", HMAC_SHA256, "key=key_1,algorithm=HMAC_MD5");
        assertThat(finding.lines())
                .contains("refused: unknown-algorithm", "  HMAC_MD5 is not known; allowed: HMAC_SHA1, HMAC_SHA256");

        finding = find(URL, "stranger", HMAC_SHA256, "key_1");
        assertThat(finding.lines())
                .contains(
                        "refused: key-header",
                        "  expected in that header: key=<id>,algorithm=HMAC_SHA1 or HMAC_SHA256, each once");
    }

    private static Finding find(String signedUrl, String secret, SignatureAlgorithm algorithm, String settings) {
        String signature = new SignatureKey(secret, algorithm).sign(signedUrl, QueryString.parse("?" + FORM));
        return new SignatureDiagnosis(
                        List.of(PublicUrl.of("https://voice.example.com")),
                        List.of(new Account(ACCOUNT, List.of(TOKEN), ACCOUNT, TOKEN, "https://api.twilio.com")),
                        ACCOUNT,
                        Map.of("key_1", "secret-1", "key_2", "secret-2"),
                        Map.of("the token in $OLD", "secret-3"))
                .of(new SignatureDiagnosis.Call(
                        "POST", URL, FORM, signature, settings == null ? null : SigningKeyHeader.of(settings)));
    }
}
