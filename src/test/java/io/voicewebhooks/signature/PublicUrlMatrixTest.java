package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scheme, host, port and path prefix that Twilio may have signed, each with every forged header that a request can
 * carry, over HTTP: only the configured public URLs decide.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PublicUrlMatrixTest {
    private static final String CONFIGURED =
            "https://voice.example.com, http://plain.example.com:8080, https://hooks.example.com:8443/twilio, "
                    + "https://hooks.example.com/b/c";

    /** What Twilio may have signed for them, written out. */
    private static final Set<String> ACCEPTED = Set.of(
            "https://voice.example.com",
            "https://voice.example.com:443",
            "http://plain.example.com:8080",
            "http://plain.example.com",
            "https://hooks.example.com:8443/twilio",
            "https://hooks.example.com/twilio",
            "https://hooks.example.com/b/c",
            "https://hooks.example.com:443/b/c");

    private static final List<String> PREFIXES = List.of("", "/twilio", "/b/c", "/b");

    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        application = SignedOnly.start(dir, Map.of("voice.public-url", CONFIGURED));
    }

    @AfterAll
    void stop() {
        application.close();
    }

    /** Each set of headers says, in its own way, that another address was called. */
    enum Forged {
        NOTHING(""),
        HOST("Host"),
        FORWARDED_PROTO("X-Forwarded-Proto"),
        FORWARDED_HOST("X-Forwarded-Host"),
        FORWARDED_PORT("X-Forwarded-Port"),
        FORWARDED_PREFIX("X-Forwarded-Prefix"),
        ORIGINAL_URL("X-Original-URL"),
        FORWARDED("Forwarded");

        private final String name;

        Forged(String name) {
            this.name = name;
        }

        /** Lets the request claim that the signed address was called. */
        void claim(RawRequest request, String scheme, String host, String port, String prefix) {
            String authority = host + port;
            switch (this) {
                case NOTHING -> {}
                case HOST -> request.host(authority);
                case FORWARDED_PROTO -> request.header(name, scheme);
                case FORWARDED_HOST -> request.header(name, authority);
                case FORWARDED_PORT -> request.header(name, port.isEmpty() ? "443" : port.substring(1));
                case FORWARDED_PREFIX -> request.header(name, prefix);
                case ORIGINAL_URL -> request.header(name, prefix + "/voice/status");
                case FORWARDED -> request.header(name, "proto=" + scheme + ";host=\"" + authority + "\"");
            }
        }
    }

    static Stream<Forged> forged() {
        return Stream.of(Forged.values());
    }

    @ParameterizedTest
    @MethodSource("forged")
    void onlyAConfiguredAddressIsAccepted(Forged forged) {
        List<String> accepted = new ArrayList<>();
        for (String scheme : List.of("https", "http")) {
            for (String host : List.of("voice.example.com", "plain.example.com", "hooks.example.com", "127.0.0.1")) {
                for (String port : List.of("", ":443", ":80", ":8443", ":8080")) {
                    for (String prefix : PREFIXES) {
                        if (isAccepted(forged, scheme, host, port, prefix, "/voice/status")) {
                            accepted.add(scheme + "://" + host + port + prefix);
                        }
                    }
                }
            }
        }

        assertThat(accepted).containsExactlyInAnyOrderElementsOf(ACCEPTED);
    }

    @ParameterizedTest
    @MethodSource("forged")
    void aPrefixMayArriveButOnlyTheSignedOne(Forged forged) {
        List<String> accepted = new ArrayList<>();
        for (String signed : PREFIXES) {
            for (String arriving : PREFIXES) {
                if (isAccepted(forged, "https", "hooks.example.com", "", signed, arriving + "/voice/status")) {
                    accepted.add(signed + " as " + arriving);
                }
            }
        }

        assertThat(accepted).containsExactlyInAnyOrder("/twilio as ", "/twilio as /twilio", "/b/c as ", "/b/c as /b/c");
    }

    private boolean isAccepted(Forged forged, String scheme, String host, String port, String prefix, String target) {
        List<Entry<String, String>> form = Twilio.status("CA1", "busy");
        String signature =
                new SignatureKey(Twilio.TOKEN).sign(scheme + "://" + host + port + prefix + "/voice/status", form);
        RawRequest request = RawRequest.post(target, Twilio.encode(form)).header("X-Twilio-Signature", signature);
        forged.claim(request, scheme, host, port, prefix);
        int status = request.sendTo(application.url()).status();
        assertThat(status).isIn(204, 403);
        return status == 204;
    }
}
