package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every public URL, and what a proxy makes of its path. */
class PublicUrlsTest {
    private static final String SECOND_URL = "http://second.example.com:8443/twilio";
    private static final String THIRD_URL = "https://third.example.com/a.b/c%20d";
    private static final String FOURTH_URL = "https://third.example.com/a:b";

    @TempDir
    static Path dir;

    private static HttpReceiver events;
    private static Application application;

    @BeforeAll
    static void start() {
        events = HttpReceiver.start();
        application = Application.with(dir)
                .set(events.settings())
                .set("voice.public-url", Twilio.PUBLIC_URL + "," + SECOND_URL + "," + THIRD_URL + "," + FOURTH_URL)
                .start();
    }

    @AfterAll
    static void stop() {
        application.close();
        events.close();
    }

    @Test
    void aCallbackUrlInTwimlIsOfThePublicUrlThatWasCalled() {
        Twilio second = new Twilio(application.url(), SECOND_URL, Twilio.TOKEN);
        assertThat(second.post("/voice/incoming", Twilio.call(Twilio.callSid())).body())
                .contains("recordingStatusCallback=\"" + SECOND_URL + "/voice/recording?");
    }

    @ParameterizedTest
    @CsvSource({SECOND_URL + ", /twilio", THIRD_URL + ", /a.b/c%20d"})
    void aProxyMayKeepThePrefixOfThePublicUrl(String publicUrl, String prefix) {
        String call = Twilio.callSid();
        Twilio kept = new Twilio(application.url() + prefix, publicUrl, Twilio.TOKEN);

        assertThat(kept.post("/voice/status?context.mailbox=sales", Twilio.status(call, "busy"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(events.await(call).json().at("/data/context/mailbox").asText())
                .isEqualTo("sales");
        assertThat(kept.get("/voice/incoming", Twilio.call(call)).body()).contains("<Response>");
    }

    @ParameterizedTest
    @ValueSource(strings = {SECOND_URL, THIRD_URL, FOURTH_URL})
    void aProxyMayRemoveThePrefixOfThePublicUrl(String publicUrl) {
        Twilio removed = new Twilio(application.url(), publicUrl, Twilio.TOKEN);

        assertThat(removed.post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                        .statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/twilio", "/other", "/twilio/twilio", "/twilio/voice", "/voice"})
    void aPathWithAnotherPrefixIsNotFound(String prefix) {
        Twilio second = new Twilio(application.url() + prefix, SECOND_URL, Twilio.TOKEN);

        assertThat(second.post(prefix.equals("/twilio") ? "/status" : "/voice/status", Twilio.status("CA1", "busy"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPrefixThatIsRepeatedWithoutEndIsNotFound() {
        Twilio second = new Twilio(application.url() + "/twilio".repeat(1_000), SECOND_URL, Twilio.TOKEN);

        assertThat(second.post("/voice/status", Twilio.status("CA1", "busy")).statusCode())
                .isEqualTo(404);
    }
}
