package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twilio's Event Streams at {@code /voice/events}, over HTTP, and what a sink gets of them. */
class EventStreamsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUS = "com.twilio.voice.status-callback.call.completed";
    private static final String URL = Twilio.PUBLIC_URL + "/voice/status#rc=5&rp=5xx,ct,rt";
    private static final String OTHER_ACCOUNT = "AC" + "f".repeat(32);

    @TempDir
    static Path dir;

    private static HttpReceiver sink;
    private static Application application;

    private final String call = Twilio.callSid();
    private final List<Entry<String, String>> status = Twilio.status(call, "completed");

    @BeforeAll
    static void start() {
        sink = HttpReceiver.start();
        application = Application.with(dir)
                .set(sink.settings())
                .set("twilio.accounts." + OTHER_ACCOUNT + ".auth-token", "aaaaaaaabbbbbbbbccccccccdddddddd")
                .start();
    }

    @AfterAll
    static void stop() {
        application.close();
        sink.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/cloudevents+json",
                "application/cloudevents-batch+json"
            })
    void aCallbackInAStreamIsAnEvent(String contentType) throws Exception {
        assertThat(send(contentType, streamed(STATUS, URL, status).toString()).status())
                .isEqualTo(204);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(ofThisCall()).hasSize(1));
        assertThat(ofThisCall().get(0).type()).endsWith("call.completed");
    }

    @Test
    void callbackAndStreamAreOneEventWhicheverComesFirst() throws Exception {
        String other = Twilio.callSid();
        List<Entry<String, String>> otherStatus = Twilio.status(other, "busy");
        String target = "/voice/recording?context.from=%2B15551230001&context.mailbox=main";
        List<Entry<String, String>> recording = Twilio.recording(call, Twilio.recordingSid(), "absent");
        ArrayNode batch = JSON.createArrayNode()
                .add(streamed(STATUS, URL, status))
                .add(streamed(STATUS, URL, otherStatus))
                .add(streamed("com.twilio.voice.status-callback.recording", Twilio.PUBLIC_URL + target, recording));

        application.twilio().post("/voice/status", status);
        assertThat(send("application/json", batch.toString()).status()).isEqualTo(204);
        application.twilio().post("/voice/status", otherStatus);
        application.twilio().post(target, recording);
        application.twilio().post("/voice/status", Twilio.status(call, "failed"));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(ofThisCall())
                .anyMatch(post -> post.type().endsWith("call.failed")));
        assertThat(ofThisCall())
                .extracting(ReceivedPost::type)
                .containsExactlyInAnyOrder("call.completed", "recording.absent", "call.failed");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(of(other)).hasSize(1));
    }

    @Test
    void soAreOtherCallbacksAndStreams() throws Exception {
        List<Entry<String, String>> conference = Twilio.with(
                Twilio.call(call),
                "StatusCallbackEvent",
                "participant-join",
                "ConferenceSid",
                "CF" + call.substring(2),
                "SequenceNumber",
                "3");
        String url = Twilio.PUBLIC_URL + "/voice/callback";
        String type = "com.twilio.voice.status-callback.conference.participant.updated";

        application.twilio().post("/voice/callback", conference);
        // the stream has another value that no key has
        assertThat(send(
                                "application/json",
                                streamed(type, url, Twilio.with(conference, "FromCity", "Berlin"))
                                        .toString())
                        .status())
                .isEqualTo(204);
        application.twilio().post("/voice/status", status);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(ofThisCall())
                .extracting(ReceivedPost::type)
                .contains("conference.participant-join", "call.completed"));
        assertThat(ofThisCall()).hasSize(2);
    }

    @Test
    void othersOfABatchAreAnsweredAndLeftOut() throws Exception {
        ObjectNode test = cloudEvent("com.twilio.eventstreams.test-event");
        test.putObject("data").put("test_id", "5f1e");
        ObjectNode stranger = streamed(STATUS, URL, Twilio.with(status, "AccountSid", "AC" + "9".repeat(32)));
        ArrayNode batch = JSON.createArrayNode()
                .add(test)
                .add(cloudEvent("com.twilio.error-logs.error.logged"))
                .add(streamed("com.twilio.voice.twiml.call.requested", URL, Twilio.call(call)))
                .add(streamed(STATUS, URL, List.of()))
                .add(stranger)
                .add(streamed(STATUS, URL, status));
        try (LogLines log = LogLines.record()) {
            assertThat(send("application/json", batch.toString()).status()).isEqualTo(204);

            assertThat(log.lines()).anyMatch(line -> line.endsWith("has arrived: TestId=5f1e"));
        }
        await().atMost(LIMIT).untilAsserted(() -> assertThat(ofThisCall()).hasSize(1));
    }

    @Test
    void anAccountSpeaksForItselfAloneAndTheMainOneForAll() throws Exception {
        List<Entry<String, String>> others = Twilio.with(status, "AccountSid", OTHER_ACCOUNT);
        String ofMain = streamed(STATUS, URL, Twilio.status(call, "busy")).toString();
        Twilio other = new Twilio("", Twilio.PUBLIC_URL, "aaaaaaaabbbbbbbbccccccccdddddddd");
        String target = target(ofMain) + "&AccountSid=" + OTHER_ACCOUNT;

        assertThat(send(target, other.sign(target, List.of()), ofMain).status()).isEqualTo(204);
        assertThat(send("application/json", streamed(STATUS, URL, others).toString())
                        .status())
                .isEqualTo(204);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(ofThisCall()).hasSize(1));
        assertThat(ofThisCall().get(0).type()).endsWith("call.completed");
    }

    @Test
    void aBodyThatWasNotSignedIsRefused() throws Exception {
        String body = streamed(STATUS, URL, status).toString();
        String target = target(body);
        double before = application.meter("voice_signature_rejected_total{reason=\"body-mismatch\"}");

        assertThat(send(target, sign(target), body + " ").status()).isEqualTo(403);
        assertThat(send("/voice/events", sign("/voice/events"), body).status()).isEqualTo(403);
        assertThat(send(target, sign("/voice/events"), body).status()).isEqualTo(403);

        assertThat(application.meter("voice_signature_rejected_total{reason=\"body-mismatch\"}"))
                .isEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "1", "null", "{}", "[{}]", "[[]]", "{\"type\":\"a\"}"})
    void whatIsNoCloudEventIsAnswered400(String body) throws Exception {
        assertThat(send("application/json", body).status()).isEqualTo(400);
    }

    @Test
    void otherMethodsAndTypesAreNotServed() throws Exception {
        String target = target("");
        assertThat(RawRequest.get(target)
                        .header("X-Twilio-Signature", sign(target))
                        .sendTo(application.url())
                        .status())
                .isEqualTo(405);
        assertThat(send("application/x-www-form-urlencoded", "a=b").status()).isEqualTo(415);
    }

    @Test
    void whileNothingCanBeStoredTwilioIsToldToComeAgain(@TempDir Path other) throws Exception {
        String body = JSON.createArrayNode()
                .add(streamed(STATUS, URL, status))
                .add(streamed(STATUS, URL, Twilio.status(call, "busy")))
                .toString();
        String target = target(body);
        try (Application away = Application.with(other).start()) {
            Journal.of(away.context()).stop();

            RawRequest.Reply reply = request(target, sign(target), body).sendTo(away.url());

            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.body()).isEqualTo("the events cannot be stored now");
            assertThat(away.meter("voice_webhooks_total{kind=\"event-streams\",outcome=\"unavailable\"}"))
                    .isEqualTo(1);
        }
    }

    private static ObjectNode cloudEvent(String type) {
        return JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("type", type)
                .put("source", "AB00000000000000000000000001")
                .put("id", "VW1");
    }

    /** As in the examples of Twilio's pages on Voice events. */
    private static ObjectNode streamed(String type, String url, List<Entry<String, String>> form) {
        ObjectNode event = cloudEvent(type);
        ObjectNode request = event.putObject("data").putObject("request");
        request.put("method", "POST").put("url", url);
        ObjectNode parameters = request.putObject("parameters");
        form.forEach(field -> parameters.put(field.getKey(), field.getValue()));
        event.withObject("/data/response").put("responseCode", 204);
        return event;
    }

    private static String target(String body) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        return "/voice/events?bodySHA256=" + HexFormat.of().formatHex(hash);
    }

    private static String sign(String target) {
        return application.twilio().sign(target, List.of());
    }

    private static RawRequest.Reply send(String contentType, String body) throws Exception {
        String target = target(body);
        return RawRequest.of("POST", target, body)
                .header("Content-Type", contentType)
                .header("X-Twilio-Signature", sign(target))
                .sendTo(application.url());
    }

    private static RawRequest.Reply send(String target, String signature, String body) {
        return request(target, signature, body).sendTo(application.url());
    }

    private static RawRequest request(String target, String signature, String body) {
        return RawRequest.of("POST", target, body)
                .header("Content-Type", "application/json")
                .header("X-Twilio-Signature", signature);
    }

    private List<ReceivedPost> ofThisCall() {
        return of(call);
    }

    private static List<ReceivedPost> of(String callSid) {
        return sink.posts().stream()
                .filter(post -> !post.type().endsWith("call.incoming"))
                .filter(post -> post.body().contains(callSid))
                .toList();
    }
}
