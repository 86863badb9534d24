package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The signatures in the tests and pages of Twilio's own libraries, and of others who computed them by hand, sent over HTTP
 * to an application whose public URL is the one of the vector.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PublishedVectorsTest {
    private static final int JSON_BODIES = 5;

    @TempDir
    Path dir;

    private final Map<String, Application> applications = new HashMap<>();

    @AfterAll
    void stop() {
        applications.values().forEach(Application::close);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theVerdictIsThePublishedOne(SignatureVector vector) throws IOException {
        RawRequest request = vector.method().equals("GET")
                ? RawRequest.get(vector.target())
                : RawRequest.post(vector.target(), Twilio.encode(vector.form()));
        vector.signatures().forEach(signature -> request.header("X-Twilio-Signature", signature));

        assertThat(request.sendTo(application(vector).url()).status()).isEqualTo(expected(vector));
    }

    /** A right signature is not all: one of Twilio's own names twice with different values is never an event. */
    private static int expected(SignatureVector vector) {
        long digits = vector.form().stream()
                .filter(field -> field.getKey().equals("Digits"))
                .distinct()
                .count();
        return !vector.valid() ? 403 : digits > 1 ? 400 : 204;
    }

    @ParameterizedTest
    @MethodSource("jsonBodies")
    void aJsonBodyIsTakenWhereTheSignedUrlHasItsDigest(SignatureVector vector) throws IOException {
        RawRequest request =
                RawRequest.of("POST", vector.target(), vector.body()).header("Content-Type", "application/json");
        vector.signatures().forEach(signature -> request.header("X-Twilio-Signature", signature));

        int expected = !vector.target().contains("bodySHA256=") ? 415 : vector.valid() ? 204 : 403;
        assertThat(request.sendTo(application(vector).url()).status()).isEqualTo(expected);
    }

    /** From twilio-node, spec/validation.spec.js; that library takes all of them. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "&Body=It's+amazing,   dsq4Ehbj6cs+KdTkpF5sSSplOWw=, 204, as it was signed",
                "&Body=It%27s+amazing, TfZzewPq8wqrGlMfyAud8+/IvJ0=, 204, as it was signed",
                "&Body=It's+amazing,   TfZzewPq8wqrGlMfyAud8+/IvJ0=, 403, signed as %27",
                "\"\", CukzLTc1tT5dXEDIHm/tKBanW10=, 403, signed with user and password",
                "\"\", 2YRLlVAflCqxaNicjMpJcSTgzSs=, 403, signed with a user",
                "\"\", ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=, 403, signed with user and password and port"
            })
    void whatTwilioDoesNotSignIsRefusedAlsoWhereALibraryTakesIt(String query, String signature, int status)
            throws IOException {
        SignatureVector base = forms().findFirst().orElseThrow();
        RawRequest request = RawRequest.post(base.target() + query, Twilio.encode(base.form()))
                .header("X-Twilio-Signature", signature);

        assertThat(request.sendTo(application(base).url()).status()).isEqualTo(status);
    }

    @Test
    void noVectorIsLeftOutUnnoticed() throws IOException {
        assertThat(jsonBodies()).hasSize(JSON_BODIES);
        assertThat(forms()).hasSize((int) SignatureVector.all().count() - JSON_BODIES);
    }

    private static Stream<SignatureVector> forms() throws IOException {
        return SignatureVector.all().filter(vector -> !vector.hasJsonBody());
    }

    private static Stream<SignatureVector> jsonBodies() throws IOException {
        return SignatureVector.all().filter(SignatureVector::hasJsonBody);
    }

    /** The one whose public URL is that of the vector, with the tokens of every vector. */
    private Application application(SignatureVector vector) throws IOException {
        Application known = applications.get(vector.origin());
        if (known == null) {
            Map<String, String> settings = new HashMap<>();
            settings.put("voice.public-url", vector.origin());
            settings.put(
                    "twilio.auth-token",
                    SignatureVector.all().map(SignatureVector::token).distinct().collect(Collectors.joining(",")));
            SignatureVector.all().forEach(any -> any.form().stream()
                    .filter(field -> field.getKey().equals("AccountSid"))
                    .map(Entry::getValue)
                    .forEach(sid -> settings.put("twilio.accounts." + sid + ".auth-token", any.token())));
            known = SignedOnly.start(dir.resolve("application-" + applications.size()), settings);
            applications.put(vector.origin(), known);
        }
        return known;
    }
}
