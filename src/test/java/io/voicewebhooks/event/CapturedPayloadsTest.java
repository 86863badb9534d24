package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Webhooks as they were seen from Twilio, signed and sent in the encoding in which they were captured. */
class CapturedPayloadsTest {
    /** The webhook of each kind of sample; other kinds belong to other products or to flows that the project does not ship. */
    private static final Map<String, String> PATHS = Map.of(
            "incoming-call", "/voice/incoming",
            "incoming-call-sdk-client", "/voice/incoming",
            "call-status", "/voice/status",
            "call-status-sdk-client", "/voice/status",
            "recording-status", "/voice/recording",
            "recording-status-absent", "/voice/recording",
            "dial-action", "/voice/forward-result",
            "record-action", "/voice/voicemail-end");

    /** Twilio's credentials of the call, which no event carries. */
    private static final List<String> CREDENTIALS = List.of("CallToken", "StirPassportToken");

    @TempDir
    static Path dir;

    private static HttpReceiver events;
    private static Application application;

    record Payload(String kind, String method, String raw, List<Entry<String, String>> parameters) {
        String value(String name) {
            return parameters.stream()
                    .filter(entry -> entry.getKey().equals(name))
                    .map(Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }

        /** Whether a test's author made the account up in a form that Twilio does not have. */
        boolean hasRealAccount() {
            return value("AccountSid") == null || value("AccountSid").matches("AC[0-9a-f]{32}");
        }
    }

    static Stream<Payload> payloads() throws IOException {
        JsonNode samples =
                new ObjectMapper().readTree(CapturedPayloadsTest.class.getResourceAsStream("/sample-payloads.json"));
        return StreamSupport.stream(samples.spliterator(), false)
                .filter(sample -> PATHS.containsKey(sample.get("kind").asText()))
                .map(CapturedPayloadsTest::payload)
                .filter(Payload::hasRealAccount);
    }

    private static Payload payload(JsonNode sample) {
        List<Entry<String, String>> parameters = new ArrayList<>();
        sample.get("params")
                .forEach(pair -> parameters.add(
                        Map.entry(pair.get(0).asText(), pair.get(1).asText())));
        String raw = sample.hasNonNull("raw") ? sample.get("raw").asText() : Twilio.encode(parameters);
        return new Payload(sample.get("kind").asText(), sample.get("method").asText(), raw, parameters);
    }

    @BeforeAll
    static void start() throws IOException {
        events = HttpReceiver.start();
        Application.Builder settings = Application.with(dir).set(events.settings());
        payloads()
                .map(payload -> payload.value("AccountSid"))
                .filter(account -> account != null && !account.equals(Twilio.ACCOUNT))
                .forEach(account -> settings.set("twilio.accounts." + account + ".auth-token", Twilio.TOKEN));
        application = settings.start();
    }

    @AfterAll
    static void stop() {
        application.close();
        events.close();
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void aCapturedWebhookIsAcceptedAndItsEventHoldsWhatWasSent(Payload payload) {
        String path = PATHS.get(payload.kind());
        HttpResponse<String> reply = payload.method().equals("GET")
                ? application.twilio().getRaw(path, payload.raw())
                : application.twilio().postRaw(path, payload.raw(), payload.parameters());

        assertThat(reply.statusCode()).isIn(200, 204);
        if (!makesNoEvent(payload)) {
            Map<String, String> sent = new LinkedHashMap<>();
            payload.parameters().forEach(entry -> sent.put(entry.getKey(), entry.getValue()));
            CREDENTIALS.forEach(sent::remove);
            await().untilAsserted(() -> assertThat(events.posts())
                    .anySatisfy(post -> assertThat(data(post)).isEqualTo(sent)));
        }
    }

    /** A forwarded call that was taken, and the end of a recording: flows that go on without an event. */
    private static boolean makesNoEvent(Payload payload) {
        return "completed".equals(payload.value("DialCallStatus"))
                || payload.kind().equals("record-action");
    }

    private static Map<String, String> data(ReceivedPost post) {
        Map<String, String> data = new LinkedHashMap<>();
        post.json()
                .get("data")
                .properties()
                .forEach(field -> data.put(field.getKey(), field.getValue().asText()));
        return data;
    }
}
