package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the journal or a server is not there; what becomes of failed deliveries is in HttpSinkFaultsTest. */
class DeliveryTest {
    @TempDir
    Path dir;

    @Test
    void whatCannotBeStoredIsNotAcknowledgedAndCallersAreStillAnswered() throws Exception {
        try (Application application = Application.with(dir).start()) {
            Journal.of(application.context()).stop();

            HttpResponse<String> status =
                    application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
            HttpResponse<String> recording = application
                    .twilio()
                    .post("/voice/recording", Twilio.recording(Twilio.callSid(), Twilio.recordingSid(), "absent"));
            HttpResponse<String> incoming = application.twilio().post("/voice/incoming", Twilio.call(Twilio.callSid()));
            HttpResponse<String> missed = application
                    .twilio()
                    .post(
                            "/voice/forward-result",
                            Twilio.with(Twilio.call(Twilio.callSid()), "DialCallStatus", "busy"));

            assertThat(status.statusCode()).isEqualTo(503);
            assertThat(status.body()).isEqualTo("the event cannot be stored now");
            assertThat(recording.statusCode()).isEqualTo(503);
            assertThat(incoming.statusCode()).isEqualTo(200);
            assertThat(incoming.body()).contains("<Record ");
            assertThat(missed.body()).contains("<Record ");
            await().untilAsserted(() ->
                    assertThat(application.meter("voice_unpublished_total")).isEqualTo(2));
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(503);
            assertThat(application.management("/observe/health/ready").statusCode())
                    .isEqualTo(200);
        }
    }

    /** What Camel would decode in an URI of an endpoint. */
    @Test
    void addressesWithAPlusSignAndAnUrlWithEscapesAreTakenAsTheyAre() throws Exception {
        try (HttpReceiver http = HttpReceiver.start();
                MailServer mail = MailServer.start();
                Application application = Application.with(dir)
                        .set(http.settings())
                        .set("voice.sink.http.url", http.url() + "?sig=a%2Bb%26c%3D&plus=1+2&path=%2F%C3%BC")
                        .set(mail.settings())
                        .set("voice.sink.email.from", "voice+webhooks@example.com")
                        .set("voice.sink.email.to", "office+voice@example.com, other+one@example.com")
                        .start()) {
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "no-answer"));

            await().untilAsserted(() -> assertThat(http.posts())
                    .extracting(ReceivedPost::path)
                    .containsExactly("/hooks/voice?sig=a%2Bb%26c%3D&plus=1+2&path=%2F%C3%BC"));
            await().untilAsserted(() -> assertThat(mail.mails()).hasSize(2));
            assertThat(mail.mails().get(0).getAllRecipients())
                    .extracting(Object::toString)
                    .containsExactly("office+voice@example.com", "other+one@example.com");
            assertThat(mail.mails().get(0).getFrom()[0]).hasToString("voice+webhooks@example.com");
        }
    }

    @Test
    void anS3ServerThatIsDownAtTheStartGetsItsEventsLater() {
        int port = Application.freePort();
        String call = Twilio.callSid();
        try (Application application = Application.with(dir.resolve("data"))
                .set("voice.sink.s3.enabled", "true")
                .set("voice.sink.s3.bucket", S3Server.BUCKET)
                .set("voice.sink.s3.region", "us-east-1")
                .set("voice.sink.s3.endpoint", "http://127.0.0.1:" + port)
                .set("voice.sink.s3.access-key", "local-identity")
                .set("voice.sink.s3.secret-key", "local-credential")
                .set("voice.retry.schedule", "500ms,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s")
                .start()) {
            assertThat(application
                            .twilio()
                            .post("/voice/status", Twilio.status(call, "completed"))
                            .statusCode())
                    .isEqualTo(204);
            await().untilAsserted(() -> assertThat(
                            application.meter("voice_deliveries_total{outcome=\"retried\",sink=\"s3\"}"))
                    .isPositive());
            try (S3Server s3 = S3Server.start(dir.resolve("s3"), port)) {
                await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> assertThat(s3.keys())
                        .anyMatch(key -> key.contains(call)));
            }
        }
    }

    @Test
    void whatWasAcknowledgedIsDeliveredAfterARestart() {
        String call = Twilio.callSid();
        int port = Application.freePort();
        Application.Builder settings = Application.with(dir)
                .set("voice.sink.http.enabled", "true")
                .set("voice.sink.http.url", "http://127.0.0.1:" + port + "/hooks/voice")
                .set("voice.sink.http.secret", HttpReceiver.SECRET)
                .set("voice.retry.schedule", "2s,2s,2s,2s");
        try (Application application = settings.start()) {
            application.twilio().post("/voice/status", Twilio.status(call, "completed"));
        }
        try (HttpReceiver http = HttpReceiver.start(port);
                Application application = settings.start()) {
            await().untilAsserted(() -> assertThat(http.posts()).hasSize(1));
            assertThat(http.posts().get(0).body()).contains(call);
            assertThat(application
                            .twilio()
                            .post("/voice/status", Twilio.status(call, "completed"))
                            .statusCode())
                    .isEqualTo(204);
            application.twilio().post("/voice/status", Twilio.status(call, "busy"));
            await().untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.completed", "call.busy"));
        }
    }
}
