package io.voicewebhooks.sink.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.OpenConnections;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twilio's copy goes once ours is verified, and not a moment earlier. */
class DeleteRecordingTest {
    private static final byte[] AUDIO = "RIFF a voicemail that need not stay WAVE".getBytes(StandardCharsets.UTF_8);
    private static final String USER = "SK" + "2".repeat(32);

    @TempDir
    Path dir;

    private final String call = Twilio.callSid();
    private final String recording = Twilio.recordingSid();
    private final String deletion =
            "DELETE /2010-04-01/Accounts/" + Twilio.ACCOUNT + "/Recordings/" + recording + ".json with credentials";
    private RecordingServer media;

    @BeforeEach
    void start() {
        media = RecordingServer.start(USER, "api-key-secret").holds(recording, AUDIO);
    }

    @AfterEach
    void stop() {
        media.close();
    }

    @Test
    void anArchivedRecordingIsDeletedAtTwilio() {
        try (Application application = application("true").start()) {
            completed(application);

            awaitDelivered(application);
            assertThat(deletions()).containsExactly(deletion);
            assertThat(media.requests()).last().isEqualTo(deletion);
            assertThat(archived()).hasBinaryContent(AUDIO);
        }
    }

    @Test
    void aRecordingThatCannotBeArchivedIsKeptAtTwilio() {
        media.answers(recording, exchange -> RecordingServer.send(exchange, 200, "text/html", AUDIO));
        try (Application application =
                application("true").set("voice.retry.schedule", "100ms").start()) {
            completed(application);

            await().untilAsserted(() -> assertThat(application.deadLetters())
                    .singleElement()
                    .asString()
                    .contains("instead of audio"));
            assertThat(deletions()).isEmpty();
            assertThat(application.depth("voice.sink.twilio-delete")).isZero();
        }
    }

    @Test
    void aStatusOfThatNameDeletesNothing() {
        try (Application application = application("true").start()) {
            application.twilio().post("/voice/recording", Twilio.recording(call, recording, "archived"));

            await().untilAsserted(() -> assertThat(application.deadLetters())
                    .containsExactly("the recording " + recording
                            + " is not deleted at Twilio: this event does not say that a copy of it is archived"));
            assertThat(deletions()).isEmpty();
        }
    }

    @Test
    void aDeletionThatFailsIsTriedAgainAndTheArchiveDoesNotWaitForIt() {
        AtomicInteger tries = new AtomicInteger();
        media.deletes(() -> tries.incrementAndGet() < 3 ? 503 : 204);
        try (Application application = application("true").start()) {
            completed(application);

            awaitDelivered(application);
            assertThat(deletions()).containsExactly(deletion, deletion, deletion);
            assertThat(application.meter("voice_deliveries_total{outcome=\"retried\",sink=\"twilio-delete\"}"))
                    .isEqualTo(2);
            assertThat(application.meter("voice_deliveries_total{outcome=\"delivered\",sink=\"file\"}"))
                    .isEqualTo(2);
        }
    }

    @Test
    void aRecordingThatIsGoneAlreadyIsDeleted() {
        media.deletes(() -> 404);
        try (Application application = application("true").start()) {
            completed(application);

            awaitDelivered(application);
            assertThat(deletions()).containsExactly(deletion);
        }
    }

    @Test
    void aDeletionThatTwilioRefusesEveryTimeIsADeadLetter() {
        media.deletes(() -> 401);
        try (Application application =
                application("true").set("voice.retry.schedule", "100ms").start()) {
            completed(application);

            await().untilAsserted(() -> assertThat(application.deadLetters()).hasSize(1));
            assertThat(application.deadLetters())
                    .singleElement()
                    .asString()
                    .startsWith("IOException: Twilio answered 401")
                    .contains("Authenticate", "DELETE", Twilio.ACCOUNT);
            assertThat(deletions()).hasSize(2);
        }
    }

    @Test
    void aContextThatStopsLeavesNoConnectionOpen(@TempDir Path bucket) {
        try (S3Server s3 = S3Server.start(bucket);
                OpenConnections toS3 = OpenConnections.inFrontOf(s3.port());
                OpenConnections toTwilio = OpenConnections.inFrontOf(media.port())) {
            try (Application application = application("true")
                    .set(S3Server.settings(toS3.url()))
                    .set("twilio.api-url", toTwilio.url())
                    .start()) {
                completed(application);
                awaitDelivered(application);
                assertThat(toS3.count()).isPositive();
                // one fetches, one deletes
                assertThat(toTwilio.count()).isEqualTo(2);
            }
            await().until(() -> toS3.count() + toTwilio.count() == 0);
        }
    }

    private Application.Builder application(String delete) {
        return Application.with(dir)
                .set(media.settings())
                .set("twilio.api-key-sid", USER)
                .set("twilio.api-key-secret", "api-key-secret")
                .set("voice.sink.file.enabled", "true")
                .set("voice.recording.delete-after-archive", delete)
                .set("voice.retry.schedule", "200ms,200ms,200ms");
    }

    private void completed(Application application) {
        assertThat(application
                        .twilio()
                        .post("/voice/recording", Twilio.recording(call, recording, "completed"))
                        .statusCode())
                .isEqualTo(204);
    }

    private static void awaitDelivered(Application application) {
        await().untilAsserted(() -> assertThat(
                        application.meter("voice_deliveries_total{outcome=\"delivered\",sink=\"twilio-delete\"}"))
                .isEqualTo(1));
    }

    private List<String> deletions() {
        return media.requests().stream()
                .filter(request -> request.startsWith("DELETE"))
                .toList();
    }

    private Path archived() {
        return dir.resolve("archive/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording + ".wav");
    }
}
