package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A duplicate is one event, different events are never merged, and those of one call arrive in order. */
@TestInstance(Lifecycle.PER_CLASS)
class OrderAndDuplicatesTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private HttpReceiver http;
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) {
        http = HttpReceiver.start();
        application = Application.with(dir).set(http.settings()).start();
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    @Test
    void eventsOfOneCallArriveInTheOrderInWhichTheyWereAccepted() {
        List<String> calls =
                IntStream.range(0, 10).mapToObj(i -> Twilio.callSid()).toList();
        List<String> statuses = List.of("queued", "initiated", "ringing", "in-progress", "completed");
        for (int sequence = 0; sequence < statuses.size(); sequence++) {
            for (String call : calls) {
                List<Entry<String, String>> status = Twilio.with(
                        Twilio.status(call, statuses.get(sequence)), "SequenceNumber", String.valueOf(sequence));
                assertThat(application.twilio().post("/voice/status", status).statusCode())
                        .isEqualTo(204);
            }
        }
        for (String call : calls) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(sequences(call)).containsExactly("0", "1", "2", "3", "4"));
        }
    }

    @Test
    void copiesThatComeAtTheSameMomentAreOneEventAndAllAcknowledged() throws Exception {
        String call = Twilio.callSid();
        Twilio twilio = application.twilio();
        ExecutorService senders = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                answers.add(senders.submit(() -> twilio.post("/voice/status", Twilio.status(call, "busy"))
                        .statusCode()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(204);
            }
        } finally {
            senders.shutdown();
        }
        fence(call);
        assertThat(http.typesAbout(call)).containsExactly("call.busy", "call.completed");
    }

    @Test
    void aRetryWithTheSameOrAnotherIdempotencyTokenIsOneEvent() {
        String call = Twilio.callSid();
        List<Entry<String, String>> form = Twilio.status(call, "busy");
        String token = UUID.randomUUID().toString();
        assertThat(send(form, token)).isEqualTo(204);
        assertThat(send(form, token)).isEqualTo(204);
        assertThat(send(form, UUID.randomUUID().toString())).isEqualTo(204);

        fence(call);
        assertThat(http.typesAbout(call)).containsExactly("call.busy", "call.completed");
    }

    @Test
    void twoStatusesOfOneCallAreTwoEventsAlsoWithTheSameIdempotencyToken() {
        String call = Twilio.callSid();
        String token = UUID.randomUUID().toString();
        send(Twilio.status(call, "ringing"), token);
        send(Twilio.status(call, "in-progress"), token);

        fence(call);
        assertThat(http.typesAbout(call)).containsExactly("call.ringing", "call.in-progress", "call.completed");
    }

    @Test
    void twoRecordingsOfOneCallAreTwoEvents() {
        String call = Twilio.callSid();
        application.twilio().post("/voice/recording", Twilio.recording(call, Twilio.recordingSid(), "absent"));
        application.twilio().post("/voice/recording", Twilio.recording(call, Twilio.recordingSid(), "absent"));

        fence(call);
        assertThat(http.typesAbout(call)).containsExactly("recording.absent", "recording.absent", "call.completed");
    }

    @Test
    void aRetryOfAnIncomingCallHearsTheSame() {
        List<Entry<String, String>> call = Twilio.call(Twilio.callSid());
        assertThat(application.twilio().post("/voice/incoming", call).body())
                .isEqualTo(application.twilio().post("/voice/incoming", call).body());
    }

    @Test
    void aRetryOfAFurtherStepHearsTheSameAndItsEventIsOne() {
        String call = Twilio.callSid();
        List<Entry<String, String>> form = Twilio.with(Twilio.call(call), "DialCallStatus", "busy");
        assertThat(application.twilio().post("/voice/forward-result", form).body())
                .contains("<Record ")
                .isEqualTo(
                        application.twilio().post("/voice/forward-result", form).body());

        fence(call);
        assertThat(http.typesAbout(call)).containsExactly("call.missed", "call.completed");
    }

    private int send(List<Entry<String, String>> form, String idempotencyToken) {
        Twilio twilio = application.twilio();
        HttpRequest request = twilio.request("/voice/status")
                .setHeader("I-Twilio-Idempotency-Token", idempotencyToken)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Twilio-Signature", twilio.sign("/voice/status", form))
                .POST(BodyPublishers.ofString(Twilio.encode(form)))
                .build();
        return twilio.send(request).statusCode();
    }

    /** A last event of the call: what came before it has arrived when it arrives. */
    private void fence(String call) {
        application.twilio().post("/voice/status", Twilio.status(call, "completed"));
        await().atMost(LIMIT).until(() -> http.typesAbout(call).contains("call.completed"));
    }

    private List<String> sequences(String call) {
        return http.about(call).stream()
                .map(post -> post.json().get("sequence").asText())
                .toList();
    }
}
