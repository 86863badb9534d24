package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.security.RequestValidator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;

class SignatureKeyTest {
    private static final String URL = "https://voice.example.com/voice/status";

    private static final List<Entry<String, String>> EXAMPLE = List.of(
            Map.entry("To", "+18005551212"),
            Map.entry("From", "+14158675309"),
            Map.entry("Digits", "1234"),
            Map.entry("Caller", "+14158675309"),
            Map.entry("CallSid", "CA1234567890ABCDE"));

    @Test
    void itSignsTheExampleOfTwiliosPages() {
        assertThat(new SignatureKey("12345").sign("https://mycompany.com/myapp.php?foo=1&bar=2", EXAMPLE))
                .isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }

    /** Made with npm twilio 6.3.1. */
    @Test
    void aSharedKeyMaySignBySha256() {
        SignatureKey key = new SignatureKey("12345", SignatureAlgorithm.HMAC_SHA256);

        assertThat(key.sign("https://mycompany.com/myapp.php?foo=1&bar=2", EXAMPLE))
                .isEqualTo("033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s=");
        assertThat(key.sign(
                        "https://mycompany.com/events?bodySHA256="
                                + "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
                        List.of()))
                .isEqualTo("3Fuk7ZTY5Iiv0VqROZ07B/1W7eUGN0cfhLhzKskppTI=");
    }

    @Test
    void fieldsAreSortedWithCapitalsFirst() {
        assertThat(SignatureKey.sorted(
                        List.of(Map.entry("a", "1"), Map.entry("B", "2"), Map.entry("_", "3"), Map.entry("A", "4"))))
                .isEqualTo("A4B2_3a1");
    }

    @Test
    void anEmptyValueStillCountsWithItsName() {
        assertThat(SignatureKey.sorted(List.of(Map.entry("ToZip", ""), Map.entry("To", "x"))))
                .isEqualTo("ToxToZip");
    }

    @Test
    void spacesAreNotTrimmed() {
        assertThat(SignatureKey.sorted(List.of(Map.entry("To", " x ")))).isEqualTo("To x ");
    }

    @Test
    void twilioAcceptsItsSignatureOfEveryAlphabet() {
        List<Entry<String, String>> form = List.of(
                Map.entry("CallerName", "Zoë 名前 😀"),
                Map.entry("\uFF5E", "after the surrogates"),
                Map.entry("😀", "x"));
        Map<String, String> fields = new LinkedHashMap<>();
        form.forEach(field -> fields.put(field.getKey(), field.getValue()));

        assertThat(new RequestValidator("token").validate(URL, fields, new SignatureKey("token").sign(URL, form)))
                .isTrue();
    }

    @Test
    void aKeyCanBeUsedAgain() {
        SignatureKey key = new SignatureKey("token");

        assertThat(key.sign(URL, List.of())).isEqualTo(key.sign(URL, List.of()));
    }
}
