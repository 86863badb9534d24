package io.voicewebhooks.signature;

import static io.voicewebhooks.signature.SharedKeyTwins.NEW_KEY;
import static io.voicewebhooks.signature.SignedCall.get;
import static io.voicewebhooks.signature.SignedCall.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each request that is refused has a twin that is accepted and differs in one thing only. Both go over HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
class SignatureTwinsTest {
    private static final String URL = Twilio.PUBLIC_URL;
    private static final String STATUS = URL + "/voice/status";
    private static final String OLD_TOKEN = "fedcba9876543210fedcba9876543210";
    private static final String SUBACCOUNT = "AC" + "f".repeat(32);
    private static final String SUBACCOUNT_TOKEN = "aaaaaaaabbbbbbbbccccccccdddddddd";
    private static final String PREFIXED = "https://hooks.example.com:8443/twilio";

    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        application = SignedOnly.start(
                dir,
                Map.of(
                        "voice.public-url",
                        URL + "," + PREFIXED,
                        "twilio.auth-token",
                        Twilio.TOKEN + "," + OLD_TOKEN,
                        "twilio.accounts." + SUBACCOUNT + ".auth-token",
                        SUBACCOUNT_TOKEN,
                        "twilio.signing-keys." + NEW_KEY,
                        SharedKeyTwins.NEW_SECRET,
                        "twilio.signing-keys." + SharedKeyTwins.OLD_KEY,
                        SharedKeyTwins.OLD_SECRET));
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"forms", "urls", "queries", "keys", "headers", "io.voicewebhooks.signature.SharedKeyTwins#all"})
    void aRequestIsRefusedForOneThingOnly(String what, SignedCall accepted, SignedCall refused, Refusal reason) {
        double before = refusals(reason);

        assertThat(accepted.request().sendTo(application.url()).status()).isEqualTo(204);
        assertThat(refused.request().sendTo(application.url()))
                .returns(403, reply -> reply.status())
                .returns("not signed by Twilio for this address", reply -> reply.body());
        assertThat(refusals(reason)).isEqualTo(before + 1);
    }

    private double refusals(Refusal reason) {
        return application.meter("voice_signature_rejected_total{reason=\"" + reason.label() + "\"}");
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                twin("a value is changed", post(), post().sendingInstead("completed", "busy")),
                twin("a field is added", post(), post().sending("To=%2B1900")),
                twin("a field is removed", post(), post().sendingInstead("&CallSid=CA1", "")),
                twin("a name is changed", post(), post().sendingInstead("CallStatus", "callStatus")),
                twin(
                        "a repeated field: each value once, in any order",
                        post().with("tag", "b").with("tag", "a").sending("tag=b"),
                        post().with("tag", "b").with("tag", "a").sending("tag=c")),
                twin("an empty value counts with its name", post().with("ToZip", ""), post().signingField("ToZip", "")),
                twin(
                        "space around a value is kept",
                        post().with("CallerName", " Ann\t", "CallerName=%20Ann%09"),
                        post().with("CallerName", " Ann\t", "CallerName=Ann")),
                twin(
                        "text is UTF-8",
                        post().with("CallerName", "Zoë", "CallerName=Zo%C3%AB"),
                        post().with("CallerName", "Zoë", "CallerName=Zo%EB")),
                twin(
                        "+ is a space",
                        post().with("CallerName", "A B", "CallerName=A+B"),
                        post().with("CallerName", "A+B", "CallerName=A+B")),
                twin(
                        "%20 is a space, %2B is no space",
                        post().with("CallerName", "A B", "CallerName=A%20B"),
                        post().with("CallerName", "A B", "CallerName=A%2BB")),
                twin(
                        "a form is signed, not its bytes",
                        post().with("To", "+1900", "To=%2b1900"),
                        post().with("To", "%2b1900", "To=%2b1900")));
    }

    static Stream<Arguments> urls() {
        return Stream.of(
                twin("the scheme", post().calling(STATUS), post().calling(STATUS.replace("https", "http"))),
                twin(
                        "the case of the host",
                        post().calling(STATUS),
                        post().calling(STATUS.replace("voice.example", "Voice.example"))),
                twin(
                        "another host",
                        post().calling(STATUS),
                        post().calling(STATUS.replace("voice.example", "voices.example"))),
                twin(
                        "the default port may be signed, another may not",
                        post().signing(URL + ":443/voice/status"),
                        post().signing(URL + ":8443/voice/status")),
                twin(
                        "a configured port may be left out, not replaced",
                        post().calling("https://hooks.example.com/twilio/voice/status"),
                        post().calling("https://hooks.example.com:443/twilio/voice/status")),
                twin(
                        "user and password are not signed",
                        post().signing(STATUS),
                        post().signing(STATUS.replace("://", "://user:pass@"))),
                twin("the fragment is not signed", post().signing(STATUS), post().signing(STATUS + "#rc=5&rp=5xx")),
                twin("a slash at the end is signed", post().calling(STATUS + "/"), post().signing(STATUS + "/")),
                twin("no slash at the end", post().calling(STATUS), post().arriving("/voice/status/")),
                twin(
                        "a proxy strips the prefix",
                        post().signing(PREFIXED + "/voice/status").arriving("/voice/status"),
                        post().signing("https://hooks.example.com:8443/voice/status")
                                .arriving("/voice/status")),
                twin(
                        "a proxy keeps the prefix",
                        post().calling(PREFIXED + "/voice/status"),
                        post().calling(PREFIXED + "2/voice/status")),
                twin(
                        "an escape in the path stays as it is",
                        post().calling(URL + "/voice/%73tatus"),
                        post().signing(STATUS).arriving("/voice/%73tatus")),
                twin(
                        "dots in the path stay as they are",
                        post().calling(URL + "/voice/x/../status"),
                        post().signing(STATUS).arriving("/voice/x/../status")),
                twin(
                        "a target with scheme and host",
                        post().calling(STATUS),
                        post().calling(STATUS).arriving(STATUS)),
                twin(
                        "a target that goes on with the host, signed as a whole",
                        post().calling(STATUS),
                        post().signing(URL + ".example.net://x/voice/status")
                                .arriving(".example.net://x/voice/status")),
                twin(
                        "a target with another scheme and host, signed as a whole",
                        post().calling(STATUS),
                        post().signing(URL + "http://example.net/voice/status")
                                .arriving("http://example.net/voice/status")));
    }

    static Stream<Arguments> queries() {
        SignedCall query = post().calling(STATUS + "?b=2&a=%20x+y%2Fz&c");
        return Stream.of(
                twin("GET: a value is changed", get(), get().arriving(get().target() + "x")),
                twin("GET: fields are in the URL only", get(), get().signingField("CallSid", "CA1")),
                twin("POST: the order of the query", query, query.arriving("/voice/status?a=%20x+y%2Fz&b=2&c")),
                twin("POST: %20 in the query is no +", query, query.arriving("/voice/status?b=2&a=+x+y%2Fz&c")),
                twin("POST: + in the query is no %20", query, query.arriving("/voice/status?b=2&a=%20x%20y%2Fz&c")),
                twin("POST: the case of escapes", query, query.arriving("/voice/status?b=2&a=%20x+y%2fz&c")),
                twin("POST: the query is missing", query, query.arriving("/voice/status")),
                twin(
                        "an empty query is a query",
                        post().calling(STATUS + "?"),
                        post().signing(STATUS).arriving("/voice/status?")),
                twin("the query of a POST is not signed as a form", query, query.signingField("b", "2")),
                twin(
                        "GET: ' @ : may be signed unescaped, + may not",
                        unescaped("FromCity=L%27Aquila&Caller=sip%3Aann%40example.com", "'", "@", ":"),
                        unescaped("FromCity=L%27Aquila&Caller=%2B1900", "'", "+")),
                twin(
                        "GET: ' may be signed unescaped alone, @ may not",
                        unescaped("FromCity=L%27Aquila&Caller=sip%3Aann%40example.com", "'"),
                        unescaped("FromCity=L%27Aquila&Caller=sip%3Aann%40example.com", "@")),
                twin(
                        "GET: ' arrives unescaped and was signed so, not escaped",
                        get("FromCity=L'Aquila"),
                        get("FromCity=L'Aquila")
                                .signing(get("FromCity=L%27Aquila").url())),
                twin(
                        "POST: ' must be signed as it arrives",
                        post().calling(STATUS + "?context.city=L%27Aquila"),
                        post().signing(STATUS + "?context.city=L'Aquila")
                                .arriving("/voice/status?context.city=L%27Aquila")));
    }

    /** A GET with some characters escaped that were signed without. */
    private static SignedCall unescaped(String query, String... characters) {
        SignedCall call = get(query);
        String signed = call.url();
        for (String character : characters) {
            signed = signed.replace(
                    Twilio.encode(List.of(Map.entry(character, ""))).replace("=", ""), character);
        }
        return call.signing(signed);
    }

    static Stream<Arguments> keys() {
        String other = "AC" + "9".repeat(32);
        SignedCall anonymous = new SignedCall("POST", STATUS, List.of(), "/voice/status", "", Twilio.TOKEN, List.of());
        return Stream.of(
                twin("each token while one replaces the other", post().token(OLD_TOKEN), post().token("x")),
                twin(
                        "an account signs with its own token",
                        of(SUBACCOUNT).token(SUBACCOUNT_TOKEN),
                        of(SUBACCOUNT).token(Twilio.TOKEN)),
                twin(
                        "an account does not sign for the main one",
                        post().token(Twilio.TOKEN),
                        post().token(SUBACCOUNT_TOKEN)),
                twin(
                        "a request that names no account is of the main one",
                        anonymous.with("CallSid", "CA1"),
                        anonymous.with("CallSid", "CA1").token(SUBACCOUNT_TOKEN)),
                arguments("an account that is not configured", of(Twilio.ACCOUNT), of(other), Refusal.UNKNOWN_ACCOUNT),
                arguments(
                        "an account in lower case",
                        post(),
                        of("ac" + Twilio.ACCOUNT.substring(2)),
                        Refusal.UNKNOWN_ACCOUNT),
                arguments(
                        "an account without a value",
                        anonymous.with("CallSid", "CA1"),
                        of(""),
                        Refusal.UNKNOWN_ACCOUNT));
    }

    private static SignedCall of(String account) {
        return new SignedCall("POST", STATUS, List.of(), "/voice/status", "", Twilio.TOKEN, List.of())
                .with("AccountSid", account)
                .with("CallSid", "CA1");
    }

    static Stream<Arguments> headers() {
        String signature = post().signature();
        return Stream.of(
                header("no signature", Refusal.NO_SIGNATURE, "Accept: */*"),
                header("an empty signature", Refusal.NO_SIGNATURE, "X-Twilio-Signature:"),
                header(
                        "the right signature twice",
                        Refusal.NO_SIGNATURE,
                        "X-Twilio-Signature: SIGNATURE",
                        "x-twilio-signature: SIGNATURE"),
                header("two in one header", Refusal.MISMATCH, "X-Twilio-Signature: SIGNATURE, SIGNATURE"),
                header("a shortened signature", Refusal.MISMATCH, "X-Twilio-Signature: " + signature.substring(0, 27)),
                header(
                        "another spelling of the same bytes",
                        Refusal.MISMATCH,
                        "X-Twilio-Signature: " + signature.replace("=", "")),
                header("another case", Refusal.MISMATCH, "X-Twilio-Signature: " + swapCase(signature)),
                twin(
                        "a token's signature beside the header of a shared key",
                        post(),
                        post().headers("X-Twilio-Signature: SIGNATURE", "X-Twilio-Signature-Key-Sid: " + NEW_KEY)));
    }

    private static Arguments header(String what, Refusal reason, String... lines) {
        return arguments(what, post().headers("x-TWILIO-signature: SIGNATURE"), post().headers(lines), reason);
    }

    private static String swapCase(String text) {
        return text.chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Arguments twin(String what, SignedCall accepted, SignedCall refused) {
        return arguments(what, accepted, refused, Refusal.MISMATCH);
    }
}
