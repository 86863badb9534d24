package io.voicewebhooks.signature.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.voicewebhooks.config.Account;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.signature.SignatureKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What it says of requests that a misconfigured proxy, application or test got wrong in a known way. */
class SignatureDiagnosisTest {
    private static final String ACCOUNT = "AC" + "0123456789abcdef".repeat(2);
    private static final String OTHER_ACCOUNT = "AC" + "fedcba9876543210".repeat(2);
    private static final String TOKEN = "main-token-1";
    private static final String OTHER_TOKEN = "other-token-2";
    private static final String FORM =
            "AccountSid=" + ACCOUNT + "&CallSid=CA1&CallerName=Zo%C3%AB+B&From=%2B1555&ToZip=";
    private static final String URL = "https://voice.example.com/voice/status";

    static Stream<Arguments> mistakes() {
        return Stream.of(
                // what Twilio signed (URL, form), what is known of it (URL, form), the difference
                signed("http://voice.example.com/voice/status", FORM)
                        .seenAs(URL, FORM)
                        .because("the scheme was signed as http, voice.public-url has https"),
                signed("https://voice.example.com:8443/voice/status", FORM)
                        .seenAs("https://voice.example.com:8443/voice/status", FORM)
                        .because("the port was signed as 8443, voice.public-url has none"),
                signed("https://voice.example.com:9443/voice/status", FORM)
                        .seenAs("https://voice.example.com:9443/voice/status", FORM)
                        .because("the port was signed as 9443"),
                signed("https://Voice.example.com/voice/status", FORM)
                        .seenAs("https://Voice.example.com/voice/status", FORM)
                        .because("the host was signed as Voice.example.com, voice.public-url has voice.example.com"),
                signed("https://voice.example.com/hooks/voice/status", FORM)
                        .seenAs("https://voice.example.com/hooks/voice/status", FORM)
                        .because("the path prefix was signed as /hooks, voice.public-url has none"),
                signed(URL + "/", FORM).seenAs(URL, FORM).because("the path was signed with a slash at its end"),
                signed(URL, FORM).seenAs(URL + "/", FORM).because("the path was signed without a slash at its end"),
                signed(URL + "?b=1&a=2", FORM)
                        .seenAs(URL + "?a=2&b=1", FORM)
                        .because("the query was signed in another order: b, a"),
                signed(URL + "?a=x%20y", FORM)
                        .seenAs(URL + "?a=x+y", FORM)
                        .because("the query was signed with %20 for each space"),
                signed(URL + "?a=x+y", FORM)
                        .seenAs(URL + "?a=x%20y", FORM)
                        .because("the query was signed with + for each space"),
                signed(URL + "?a=%2f", FORM)
                        .seenAs(URL + "?a=%2F", FORM)
                        .because("the query was signed with lower-case escapes"),
                signed(URL + "?a=b:c", FORM)
                        .seenAs(URL + "?a=b%3Ac", FORM)
                        .because("the query was signed with ' @ : unescaped"),
                signed(URL + "?a=(b)", FORM)
                        .seenAs(URL + "?a=%28b%29", FORM)
                        .because("the query was signed without its escapes"),
                signed(URL + "?a=%28b%29", FORM)
                        .seenAs(URL + "?a=(b)", FORM)
                        .because("the query was signed with other escapes"),
                signed(URL, FORM).seenAs(URL + "?utm=1", FORM).because("no query was signed"),
                signed(URL + "#rc=5", FORM).seenAs(URL + "#rc=5", FORM).because("the fragment was signed"),
                signed(URL, "").seenAs(URL, FORM).because("the form was not signed, only the URL"),
                signed(URL + "?a=b", FORM + "&a=b")
                        .seenAs(URL + "?a=b", FORM)
                        .because("the parameters of the query were signed as form fields too"),
                signed(URL, "CallSid=CA1")
                        .seenAs(URL + "?CallSid=CA1", "")
                        .because("the parameters of the query were signed as form fields too"),
                signed(URL, FORM)
                        .with(OTHER_TOKEN)
                        .seenAs(URL, FORM)
                        .because("was signed with token 1 of 1 of account " + OTHER_ACCOUNT),
                signed(URL, FORM)
                        .with("older-token")
                        .seenAs(URL, FORM)
                        .because(
                                "it was signed with the token in $OLD, which is not configured for account " + ACCOUNT),
                signed("http://voice.example.com:8080/voice/status", FORM)
                        .seenAs(URL, FORM)
                        .because("the port was signed as 8080"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsFound(Mistake mistake) {
        SignatureDiagnosis.Finding finding = mistake.finding();

        assertThat(finding.accepted()).isFalse();
        assertThat(finding.lines())
                .anySatisfy(line -> assertThat(line).startsWith("  difference:").contains(mistake.difference()))
                .anyMatch(line -> line.startsWith("  change:"))
                .anyMatch(line -> line.equals("  signed was:  " + mistake.signedUrl()));
        assertThat(finding.lines().toString())
                .doesNotContain(TOKEN)
                .doesNotContain(OTHER_TOKEN)
                .doesNotContain("older-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                URL,
                URL + "#rc=5&rp=5xx",
                "https://user:pass@voice.example.com/voice/status",
                "http://127.0.0.1:8080/voice/status"
            })
    void anAcceptedRequestIsSaidToBe(String url) {
        SignatureDiagnosis.Finding finding = signed(URL, FORM).seenAs(url, FORM).finding();

        assertThat(finding.lines())
                .containsExactly(
                        "accepted: signed for https://voice.example.com with token 1 of 1 of account " + ACCOUNT);
        assertThat(finding.accepted()).isTrue();
    }

    @Test
    void aGetIsJudgedAsTheApplicationDoes() {
        String query = "?AccountSid=" + ACCOUNT + "&Caller=sip%3Aann%40example.com";
        Mistake call = signed((URL + query).replace("%3A", ":").replace("%40", "@"), "")
                .seenAs(URL + query, "");

        assertThat(call.finding().accepted()).isTrue();
    }

    @Test
    void anAccountThatIsNotConfiguredIsNamed() {
        String form = "AccountSid=AC9";
        SignatureDiagnosis.Finding finding =
                signed(URL, form).with("stranger").seenAs(URL, form).finding();

        assertThat(finding.lines())
                .contains("refused: unknown-account", "  set twilio.accounts.AC9.auth-token, if this account is yours");
    }

    @Test
    void aSharedKeyIsRecognisedByTheLengthOfItsSignature() {
        SignatureDiagnosis.Finding finding =
                diagnosis().of(new SignatureDiagnosis.Call("POST", URL, FORM, "A".repeat(43) + "=", null));

        assertThat(finding.lines().toString()).contains("HMAC-SHA256");
    }

    @Test
    void whatFitsNothingGetsAChecklist() {
        SignatureDiagnosis.Finding finding =
                signed(URL, FORM).with("stranger").seenAs(URL, FORM).finding();

        assertThat(finding.accepted()).isFalse();
        assertThat(finding.lines()).contains("refused: mismatch").anyMatch(line -> line.contains("--token-env"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice.example.com/voice/status", "ftp://voice.example.com/", "/voice/status", ""})
    void whatIsNoUrlIsNotUnderstood(String url) {
        assertThatThrownBy(() -> diagnosis().of(new SignatureDiagnosis.Call("GET", url, "", "x", null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a URL begins with http:// or https://");
    }

    private static SignatureDiagnosis diagnosis() {
        return new SignatureDiagnosis(
                List.of(PublicUrl.of("https://voice.example.com")),
                List.of(account(ACCOUNT, TOKEN), account(OTHER_ACCOUNT, OTHER_TOKEN)),
                ACCOUNT,
                Map.of(),
                Map.of("the token in $OLD", "older-token"));
    }

    private static Account account(String sid, String token) {
        return new Account(sid, List.of(token), sid, token, "https://api.twilio.com");
    }

    private static Mistake signed(String url, String form) {
        return new Mistake(url, form, TOKEN, "", "", "");
    }

    private record Mistake(
            String signedUrl, String signedForm, String token, String url, String form, String difference) {

        Mistake with(String otherToken) {
            return new Mistake(signedUrl, signedForm, otherToken, url, form, difference);
        }

        Mistake seenAs(String seenUrl, String seenForm) {
            return new Mistake(signedUrl, signedForm, token, seenUrl, seenForm, difference);
        }

        Arguments because(String text) {
            return arguments(new Mistake(signedUrl, signedForm, token, url, form, text));
        }

        SignatureDiagnosis.Finding finding() {
            String signature = new SignatureKey(token).sign(signedUrl, QueryString.parse("?" + signedForm));
            String method = form.isEmpty() ? "GET" : "POST";
            return diagnosis().of(new SignatureDiagnosis.Call(method, url, form, signature, null));
        }

        @Override
        public String toString() {
            return difference;
        }
    }
}
