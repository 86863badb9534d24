package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose signature is accepted: that of every token of the account and of each further account, and no other. */
class AuthenticationTest {
    private static final String SECOND_TOKEN = "fedcba9876543210fedcba9876543210";
    private static final String SUBACCOUNT = "ACffffffffffffffffffffffffffffffff";
    private static final String SUBACCOUNT_TOKEN = "aaaaaaaabbbbbbbbccccccccdddddddd";

    @TempDir
    static Path dir;

    private static HttpReceiver events;
    private static Application application;
    private static Twilio twilio;

    @BeforeAll
    static void start() {
        events = HttpReceiver.start();
        application = Application.with(dir)
                .set(events.settings())
                .set("twilio.auth-token", Twilio.TOKEN + "," + SECOND_TOKEN)
                .set("twilio.accounts." + SUBACCOUNT + ".auth-token", SUBACCOUNT_TOKEN)
                .start();
        twilio = application.twilio();
    }

    @AfterAll
    static void stop() {
        application.close();
        events.close();
    }

    @Test
    void everyTokenOfARotationIsAccepted() {
        Twilio rotated = new Twilio(application.url(), Twilio.PUBLIC_URL, SECOND_TOKEN);
        assertThat(rotated.post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aFurtherAccountSignsWithItsOwnToken() {
        List<Entry<String, String>> status =
                Twilio.with(Twilio.status(Twilio.callSid(), "busy"), "AccountSid", SUBACCOUNT);
        Twilio subaccount = new Twilio(application.url(), Twilio.PUBLIC_URL, SUBACCOUNT_TOKEN);

        assertThat(subaccount.post("/voice/status", status).statusCode()).isEqualTo(204);
        assertThat(twilio.post("/voice/status", status).statusCode()).isEqualTo(403);
    }

    @Test
    void theAccountThatChoosesTheTokenIsTheOneOfTheEvent() {
        Twilio subaccount = new Twilio(application.url(), Twilio.PUBLIC_URL, SUBACCOUNT_TOKEN);
        String call = Twilio.callSid();
        List<Entry<String, String>> status = Twilio.with(Twilio.status(call, "busy"), "AccountSid", SUBACCOUNT);

        HttpResponse<String> two = subaccount.post("/voice/status?AccountSid=" + Twilio.ACCOUNT, status);
        assertThat(two.statusCode()).isEqualTo(400);
        assertThat(two.body()).isEqualTo("AccountSid came more than once with different values");
        assertThat(twilio.post("/voice/status?AccountSid=" + Twilio.ACCOUNT, status)
                        .statusCode())
                .isEqualTo(403);
        assertThat(subaccount
                        .post("/voice/status", repeated(status, Twilio.ACCOUNT))
                        .statusCode())
                .isEqualTo(400);

        assertThat(subaccount
                        .post("/voice/status?AccountSid=" + SUBACCOUNT, repeated(status, SUBACCOUNT))
                        .statusCode())
                .isEqualTo(204);
        assertThat(events.await(call).json().at("/accountsid").asText()).isEqualTo(SUBACCOUNT);
    }

    private static List<Entry<String, String>> repeated(List<Entry<String, String>> form, String account) {
        return Stream.concat(form.stream(), Stream.of(Map.entry("AccountSid", account)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/voice/incoming",
                "/voice/fallback",
                "/voice/status",
                "/voice/recording",
                "/voice/forward-result"
            })
    void aForgedRequestIsRefusedAndLearnsNothing(String path) {
        HttpResponse<String> reply =
                twilio.post(path, Twilio.status(Twilio.callSid(), "busy"), "AAAAAAAAAAAAAAAAAAAAAAAAAAA=");

        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(reply.body()).isEqualTo("not signed by Twilio for this address");
    }

    @Test
    void anUnsignedRequestIsRefused() {
        HttpRequest request = twilio.request("/voice/status")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Twilio.encode(Twilio.status(Twilio.callSid(), "busy"))))
                .build();
        assertThat(twilio.send(request).statusCode()).isEqualTo(403);
    }

    @Test
    void anUnknownAccountIsRefused() {
        assertThat(twilio.post(
                                "/voice/status",
                                Twilio.with(
                                        Twilio.status(Twilio.callSid(), "busy"), "AccountSid", "AC" + "9".repeat(32)))
                        .statusCode())
                .isEqualTo(403);
    }
}
