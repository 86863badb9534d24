package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code twilio.carrier = signalwire}. The signatures are computed with Python's hmac and hashlib. */
class SignalWireTest {
    static final String PROJECT = "2b1c4d5e-6f70-4812-93a4-b5c6d7e8f901";
    static final String SIGNING_KEY = "PSK_0123456789abcdefghijklmn";
    private static final String CALL = "0f9e8d7c-6b5a-4938-a271-605f4e3d2c1b";
    private static final String FORM = "CallSid=" + CALL + "&CallStatus=completed&AccountSid=" + PROJECT;
    private static final String SIGNATURE = "yrji6NT1gWw4yMt4dyYjyxZrEiw=";

    @TempDir
    static Path dir;

    private static final RecordingServer media = RecordingServer.start(PROJECT, "PT_token");
    private static final HttpReceiver events = HttpReceiver.start();
    private static Application application;

    static Map<String, String> settings(String apiUrl) {
        return Map.of(
                "twilio.carrier",
                "signalwire",
                "twilio.account-sid",
                PROJECT,
                "twilio.auth-token",
                SIGNING_KEY,
                "twilio.api-key-sid",
                PROJECT,
                "twilio.api-key-secret",
                "PT_token",
                "twilio.api-url",
                apiUrl + "/api/laml");
    }

    @BeforeAll
    static void start() {
        application = Application.with(dir)
                .set(settings(media.url()))
                .set(events.settings())
                .set("voice.sink.file.enabled", "true")
                .start();
    }

    @AfterAll
    static void stop() {
        application.close();
        events.close();
        media.close();
    }

    private static int post(String form, String header, String signature) {
        return RawRequest.post("/voice/status", form)
                .header(header, signature)
                .sendTo(application.url())
                .status();
    }

    @ParameterizedTest
    @CsvSource({
        "X-SignalWire-Signature, yrji6NT1gWw4yMt4dyYjyxZrEiw=, '', 204",
        "X-Twilio-Signature, yrji6NT1gWw4yMt4dyYjyxZrEiw=, '', 204",
        // over the URL with its port
        "X-SignalWire-Signature, kEmGxTsk3MvyDOSSDyERKwwgZbg=, '', 204",
        // all values of a repeated name, as they came
        "X-SignalWire-Signature, HNBKd1HFB3f9Uuc/6u4dRrAEvMM=, &tag=b&tag=a&tag=b, 204",
        "X-SignalWire-Signature, HNBKd1HFB3f9Uuc/6u4dRrAEvMM=, &tag=b&tag=b&tag=a, 403",
        // once and sorted, as Twilio signs
        "X-SignalWire-Signature, ItdXLbRMjjjoxF1l2lWvj6kc5UE=, &tag=b&tag=a&tag=b, 403",
        "X-SignalWire-Signature, yrji6NT1gWw4yMt4dyYjyxZrEiw=, &x=1, 403",
        "X-Other-Signature, yrji6NT1gWw4yMt4dyYjyxZrEiw=, '', 403"
    })
    void aRequestIsLetInAsSignalWireSignsIt(String header, String signature, String more, int status) {
        assertThat(post(FORM + more, header, signature)).isEqualTo(status);
    }

    @Test
    void itsOwnHeaderCountsWhereBothAreThere() {
        assertThat(RawRequest.post("/voice/status", FORM)
                        .header("X-Twilio-Signature", SIGNATURE)
                        .header("X-SignalWire-Signature", "AAAA")
                        .sendTo(application.url())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aCallIsAnEventAndItsRecordingIsArchived() {
        String call = UUID.randomUUID().toString();
        String recording = UUID.randomUUID().toString();
        byte[] audio = "a voicemail".getBytes(StandardCharsets.ISO_8859_1);
        media.holds(recording, audio);
        Twilio signer = new Twilio(application.url(), Twilio.PUBLIC_URL, SIGNING_KEY);
        List<Entry<String, String>> completed =
                Twilio.with(Twilio.recording(call, recording, "completed"), "AccountSid", PROJECT);

        assertThat(signer.post("/voice/status", Twilio.with(Twilio.status(call, "answered"), "AccountSid", PROJECT))
                        .statusCode())
                .isEqualTo(204);
        assertThat(signer.post("/voice/recording", completed).statusCode()).isEqualTo(204);

        await().untilAsserted(() -> assertThat(events.typesAbout(call))
                .contains("call.answered", "recording.completed", "recording.archived"));
        assertThat(media.requests())
                .anyMatch(path -> path.startsWith(
                        "/api/laml/2010-04-01/Accounts/" + PROJECT + "/Recordings/" + recording + ".wav"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            twilio.account-sid | AC0123456789abcdef0123456789abcdef | is none of twilio.carrier = signalwire
            twilio.api-url     | https://api.twilio.com             | https://<space>.signalwire.com/api/laml
            twilio.carrier     | twilio                             | is none of twilio.carrier = twilio
            twilio.carrier     | telnyx                             | twilio.carrier = telnyx; allowed: twilio, signalwire
            """)
    void whatBelongsToAnotherCarrierIsRefused(String key, String value, String message, @TempDir Path other) {
        Application.Builder wrong =
                Application.with(other).set(settings(media.url())).set(key, value);

        assertThatThrownBy(wrong::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    /** Twilio's application does not take the other header, since nobody asked for it. */
    @Test
    void twiliosRequestsHaveTwiliosHeader(@TempDir Path other) {
        try (Application twilio = Application.with(other).start()) {
            List<Entry<String, String>> form = Twilio.status(Twilio.callSid(), "completed");
            assertThat(RawRequest.post("/voice/status", Twilio.encode(form))
                            .header("X-SignalWire-Signature", twilio.twilio().sign("/voice/status", form))
                            .sendTo(twilio.url())
                            .status())
                    .isEqualTo(403);
        }
    }
}
