package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the three webhooks and the fallback, over real HTTP. */
class WebhooksTest {
    @TempDir
    static Path dir;

    private static HttpReceiver events;
    private static Application application;
    private static Twilio twilio;

    @BeforeAll
    static void start() {
        events = HttpReceiver.start();
        application = Application.with(dir).set(events.settings()).start();
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
        assertThat(events.await(call).type()).isEqualTo("call.completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void aRecordingStatusIsStoredAndAcknowledgedWithoutABody(String method) {
        String call = Twilio.callSid();
        HttpResponse<String> reply =
                send(method, "/voice/recording", Twilio.recording(call, Twilio.recordingSid(), "absent"));

        assertThat(reply.statusCode()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(events.await(call).type()).isEqualTo("recording.absent");
    }

    @Test
    void anIncomingCallIsAnEventOnceHoweverOftenItIsAskedFor() {
        String call = Twilio.callSid();
        twilio.post("/voice/incoming", Twilio.call(call));
        twilio.post("/voice/incoming", Twilio.call(call));
        twilio.post("/voice/incoming", Twilio.with(Twilio.call(call), "CallStatus", "in-progress"));
        twilio.post("/voice/status", Twilio.status(call, "completed"));

        await().untilAsserted(() -> assertThat(events.typesAbout(call)).contains("call.completed", "call.incoming"));
        assertThat(events.typesAbout(call)).containsOnlyOnce("call.incoming");
    }

    @Test
    void theContextOfTheUrlIsSignedAndGoesIntoTheEvent() {
        String call = Twilio.callSid();
        assertThat(twilio.post("/voice/status?context.mailbox=sales%20east", Twilio.status(call, "busy"))
                        .statusCode())
                .isEqualTo(204);

        assertThat(events.await(call).json().at("/data/context/mailbox").asText())
                .isEqualTo("sales east");
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
    @ValueSource(strings = {"GET", "POST", "OPTIONS"})
    void noAnswerIsForAPageOfAnotherOrigin(String method) {
        for (String url :
                List.of(application.url() + "/voice/status", application.managementUrl() + "/observe/health")) {
            HttpResponse<String> reply = twilio.send(HttpRequest.newBuilder(URI.create(url))
                    .header("Origin", "https://evil.example")
                    .header("Access-Control-Request-Method", "POST")
                    .method(method, BodyPublishers.noBody())
                    .build());

            assertThat(reply.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }
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
        assertThat(events.await(call).type()).isEqualTo("call.on-hold");
    }

    private static HttpResponse<String> send(String method, String path, List<Entry<String, String>> parameters) {
        return method.equals("GET") ? twilio.get(path, parameters) : twilio.post(path, parameters);
    }
}
