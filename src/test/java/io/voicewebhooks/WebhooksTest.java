package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.Twilio;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the three webhooks and the fallback, over real HTTP. */
class WebhooksTest {
    private static final String SECOND_URL = "http://second.example.com:8443/twilio";
    private static final String THIRD_URL = "https://third.example.com/a.b/c%20d";
    private static final String FOURTH_URL = "https://third.example.com/a:b";
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
                .set("voice.public-url", Twilio.PUBLIC_URL + "," + SECOND_URL + "," + THIRD_URL + "," + FOURTH_URL)
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

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void anIncomingCallIsAnsweredWithTwiml(String method) {
        HttpResponse<String> reply = send(method, "/voice/incoming", Twilio.call(Twilio.callSid()));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
        assertThat(reply.headers().firstValueAsLong("Content-Length"))
                .hasValue(reply.body().length());
        assertThat(reply.body()).contains("<Response>").contains("<Record ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void theFallbackIsAnsweredWithTwiml(String method) {
        HttpResponse<String> reply =
                send(method, "/voice/fallback", Twilio.with(Twilio.call(Twilio.callSid()), "ErrorCode", "11200"));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
        assertThat(reply.body()).contains("<Say>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void aCallStatusIsStoredAndAcknowledgedWithoutABody(String method) {
        String call = Twilio.callSid();
        HttpResponse<String> reply = send(method, "/voice/status", Twilio.status(call, "completed"));

        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(awaitEvent(call).type()).isEqualTo("call.completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void aRecordingStatusIsStoredAndAcknowledgedWithoutABody(String method) {
        String call = Twilio.callSid();
        HttpResponse<String> reply =
                send(method, "/voice/recording", Twilio.recording(call, Twilio.recordingSid(), "absent"));

        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(awaitEvent(call).type()).isEqualTo("recording.absent");
    }

    @Test
    void anIncomingCallIsAnEventOnceHoweverOftenItIsAskedFor() {
        String call = Twilio.callSid();
        twilio.post("/voice/incoming", Twilio.call(call));
        twilio.post("/voice/incoming", Twilio.call(call));
        twilio.post("/voice/incoming", Twilio.with(Twilio.call(call), "CallStatus", "in-progress"));
        twilio.post("/voice/status", Twilio.status(call, "completed"));

        await().untilAsserted(() -> assertThat(typesOf(call)).contains("call.completed", "call.incoming"));
        assertThat(typesOf(call)).containsOnlyOnce("call.incoming");
    }

    @Test
    void theContextOfTheUrlIsSignedAndGoesIntoTheEvent() {
        String call = Twilio.callSid();
        assertThat(twilio.post("/voice/status?context.mailbox=sales%20east", Twilio.status(call, "busy"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(awaitEvent(call).json().at("/data/context/mailbox").asText()).isEqualTo("sales east");
    }

    @Test
    void everyConfiguredPublicUrlIsAccepted() {
        Twilio second = new Twilio(application.url(), SECOND_URL, Twilio.TOKEN);
        assertThat(second.post("/voice/status", Twilio.status(Twilio.callSid(), "busy"))
                        .statusCode())
                .isEqualTo(204);
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
        assertThat(awaitEvent(call).json().at("/data/context/mailbox").asText()).isEqualTo("sales");
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
        assertThat(awaitEvent(call).json().at("/accountsid").asText()).isEqualTo(SUBACCOUNT);
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

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "HEAD", "PATCH"})
    void anotherMethodIsNotAllowed(String method) {
        HttpResponse<String> reply = twilio.send(twilio.request("/voice/status")
                .method(method, BodyPublishers.noBody())
                .build());

        assertThat(reply.statusCode()).isEqualTo(405);
        assertThat(reply.headers().firstValue("Allow")).contains("GET, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "multipart/form-data; boundary=x", "text/plain", ";;;", ";"})
    void aBodyThatIsNoFormIsNotSupported(String type) {
        HttpRequest request = twilio.request("/voice/status")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(twilio.send(request).statusCode()).isEqualTo(415);
    }

    @Test
    void aBodyOver64KiBIsTooLarge() {
        // the server answers before it has read the body, so a client that is still sending may not see the answer
        await().ignoreExceptions().untilAsserted(() -> assertThat(
                        twilio.post("/voice/status", List.of(Map.entry("x", "y".repeat(66_000))))
                                .statusCode())
                .isEqualTo(413));
    }

    @Test
    void anOverlongRequestLineIsRefused() {
        assertThat(twilio.get("/voice/status", List.of(Map.entry("x", "y".repeat(9_000))))
                        .statusCode())
                .isEqualTo(414);
    }

    @Test
    void overlongHeadersAreRefused() {
        HttpRequest request = twilio.request("/voice/status")
                .header("X-Long", "y".repeat(20_000))
                .build();
        assertThat(twilio.send(request).statusCode()).isEqualTo(431);
    }

    @Test
    void aFormThatCannotBeReadIsRefused() {
        HttpRequest request = twilio.request("/voice/status")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("CallSid=%zz"))
                .build();
        assertThat(twilio.send(request).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, text/plain, ''",
        "POST, application/x-www-form-urlencoded, ''",
        "POST, application/x-www-form-urlencoded, CallSid=CA1",
        "POST, application/json, {}",
        "PUT, application/x-www-form-urlencoded, ''"
    })
    void aQueryThatCannotBeReadIsRefusedWhateverElseIsSent(String method, String type, String body) {
        RawRequest.Reply reply = RawRequest.of(method, "/voice/status?a=%20&b=%2", body)
                .header("Content-Type", type)
                .sendTo(application.url());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("the query has a malformed escape");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/voice/incoming", "/voice/status", "/voice/recording"})
    void aSignedRequestWithoutWhatMakesItThatWebhookSaysWhatIsMissing(String path) {
        HttpResponse<String> reply = twilio.post(path, List.of(Map.entry("AccountSid", Twilio.ACCOUNT)));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).matches("(CallSid|RecordingSid) is missing");
        assertThat(reply.headers().firstValueAsLong("Content-Length"))
                .hasValue(reply.body().length());
    }

    @Test
    void oneOfTwiliosNamesTwiceWithDifferentValuesIsRefusedByName() {
        HttpResponse<String> reply =
                twilio.post("/voice/status?CallStatus=completed", Twilio.status(Twilio.callSid(), "busy"));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("CallStatus came more than once with different values");
    }

    @Test
    void aStatusThatTwilioAddsLaterIsPassedOn() {
        String call = Twilio.callSid();
        twilio.post("/voice/status", Twilio.status(call, "on-hold"));
        assertThat(awaitEvent(call).type()).isEqualTo("call.on-hold");
    }

    private static HttpResponse<String> send(String method, String path, List<Entry<String, String>> parameters) {
        return method.equals("GET") ? twilio.get(path, parameters) : twilio.post(path, parameters);
    }

    private static List<String> typesOf(String call) {
        return events.posts().stream()
                .filter(post -> post.body().contains(call))
                .map(HttpReceiver.Post::type)
                .toList();
    }

    private static HttpReceiver.Post awaitEvent(String call) {
        await().until(() -> !typesOf(call).isEmpty());
        return events.posts().stream()
                .filter(post -> post.body().contains(call))
                .findFirst()
                .orElseThrow();
    }
}
