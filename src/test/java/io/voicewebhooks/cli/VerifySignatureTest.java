package io.voicewebhooks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.signature.SignatureAlgorithm;
import io.voicewebhooks.signature.SignatureKey;
import io.voicewebhooks.testkit.Twilio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifySignatureTest {
    private static final String URL = Twilio.PUBLIC_URL + "/voice/status";
    private static final String FORM = Twilio.encode(Twilio.status("CA1", "busy"));
    private static final String OLD_TOKEN = "fedcba9876543210fedcba9876543210";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @TempDir
    Path dir;

    @Test
    void anAcceptedRequestExitsWith0() {
        assertThat(run("--url", URL, "--form", FORM, "--signature", signature(Twilio.TOKEN)))
                .isZero();
        assertThat(printed()).startsWith("accepted: signed for " + Twilio.PUBLIC_URL);
    }

    @Test
    void aFormIsReadFromAFileWithoutTheLineBreakOfAnEditor() throws IOException {
        Path file = Files.writeString(dir.resolve("form"), FORM + "\n");

        assertThat(run("--url", URL, "--form", "@" + file, "--signature", signature(Twilio.TOKEN)))
                .isZero();
    }

    @Test
    void aGetHasNoForm() {
        String url = URL + "?" + FORM;
        assertThat(run("--url", url, "--signature", new SignatureKey(Twilio.TOKEN).sign(url, List.of())))
                .isZero();
    }

    @Test
    void aPostMayHaveAnEmptyForm() {
        String signature = new SignatureKey(Twilio.TOKEN).sign(URL, List.of());
        assertThat(run("--url", URL, "--method", "POST", "--signature", signature))
                .isZero();
    }

    @Test
    void aRefusedRequestExitsWith1AndSaysWhatToChange() {
        String signature =
                new SignatureKey(Twilio.TOKEN).sign(URL.replace("https", "http"), QueryString.parse("?" + FORM));

        assertThat(run("--url", URL, "--form", FORM, "--signature", signature)).isEqualTo(1);
        assertThat(printed())
                .contains("refused: mismatch")
                .contains("the scheme was signed as http")
                .contains("set voice.public-url = http://voice.example.com");
    }

    @Test
    void anotherTokenComesFromTheEnvironmentAndIsNotPrinted() {
        assertThat(run("--url", URL, "--form", FORM, "--signature", signature(OLD_TOKEN), "--token-env", "OLD"))
                .isEqualTo(1);
        assertThat(printed())
                .contains("signed with the token in $OLD, which is not configured")
                .doesNotContain(OLD_TOKEN);
    }

    @Test
    void theHeaderOfASharedKeyNamesIt() {
        String signature = new SignatureKey("5ecret-of-the-key", SignatureAlgorithm.HMAC_SHA256)
                .sign(URL, QueryString.parse("?" + FORM));
        String header = "key=key_1,algorithm=HMAC_SHA256";

        assertThat(run("--url", URL, "--form", FORM, "--signature", signature, "--settings", header))
                .isZero();
        assertThat(printed()).startsWith("accepted: ").contains("with shared key key_1 (HMAC_SHA256)");
        output.reset();
        assertThat(run("--url", URL, "--form", FORM, "--signature", signature)).isEqualTo(1);
        assertThat(printed()).contains("no header names that key", "--settings").doesNotContain("5ecret");
    }

    @ParameterizedTest
    @CsvSource({
        "'--signature x', 'Missing required option: ''--url=<url>'''",
        "'--url https://voice.example.com/voice/status', 'Missing required option: ''--signature=<X-Twilio-Signature>'''",
        "'--url voice.example.com --signature x', a URL begins with http:// or https://",
        "'--url https://h/ --signature x --method PUT', '--method is GET without a form, or POST'",
        "'--url https://h/ --signature x --method GET --form a=b', '--method is GET without a form, or POST'",
        "'--url https://h/ --signature x --form a=%zz', the query has a malformed escape",
        "'--url https://h/ --signature x --form @missing', the file missing cannot be read",
        "'--url https://h/ --signature x --token-env UNSET', the environment variable UNSET is not set",
        "'--url https://h/ --signature x --token secret', unknown option: --token; nearest: --form",
        "'--url https://h/ --signature x more', not expected: more"
    })
    void whatIsNotUnderstoodExitsWith2(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(printed())
                .startsWith(message)
                .contains("java -jar voice-webhooks.jar verify-signature --help lists what can be typed");
    }

    private static String signature(String token) {
        return new SignatureKey(token).sign(URL, QueryString.parse("?" + FORM));
    }

    private int run(String... arguments) {
        PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(stream, stream, VerifySignatureTest::configuration, Map.of("OLD", OLD_TOKEN)::get);
        return Commands.run(
                terminal,
                Stream.concat(Stream.of("verify-signature"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private String printed() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private static CamelContext configuration() {
        Properties properties = new Properties();
        properties.setProperty("twilio.account-sid", Twilio.ACCOUNT);
        properties.setProperty("twilio.auth-token", Twilio.TOKEN);
        properties.setProperty("twilio.signing-keys.key_1", "5ecret-of-the-key");
        properties.setProperty("voice.public-url", Twilio.PUBLIC_URL);
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(properties);
        return context;
    }
}
