package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.RecordingKey;
import io.voicewebhooks.support.RecordingKey.Encryption;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import jakarta.mail.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings that Twilio encrypted: decrypted with the key, kept as they came without it. */
class EncryptedRecordingTest {
    private static final RecordingKey KEY = RecordingKey.usual();
    private static final byte[] AUDIO = "RIFF a voicemail in confidence WAVE".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private final String call = Twilio.callSid();
    private final String recording = Twilio.recordingSid();
    private final Encryption encryption = KEY.begin();
    private final byte[] encrypted = encryption.of(AUDIO);
    private S3Server s3;
    private MailServer mail;
    private HttpReceiver events;
    private RecordingServer media;

    @BeforeEach
    void start() {
        s3 = S3Server.start(dir.resolve("s3"));
        mail = MailServer.start();
        events = HttpReceiver.start();
        media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
    }

    @AfterEach
    void stop() {
        media.close();
        events.close();
        mail.close();
        s3.close();
    }

    @Test
    void withTheKeyARecordingIsArchivedAndMailedAsPlainAudio() throws Exception {
        serve("audio/x-wav", encrypted);
        try (Application application = withKey(KEY)) {
            completed(application, encryption.details());

            await().until(() -> mail.mails().size() == 1);
            String key = key() + ".wav";
            assertThat(s3.keys()).contains(key).noneMatch(other -> other.endsWith(".enc"));
            assertThat(s3.content(key)).isEqualTo(AUDIO);
            assertThat(s3.metadata(key)).doesNotContainKey("encrypted");
            assertThat(archived().json().at("/data/archive/contentType").asText())
                    .isEqualTo("audio/x-wav");
            assertThat(archived().json().at("/data/archive/encrypted").asBoolean())
                    .isFalse();
            assertThat(MailServer.content(mail.mails().get(0), "audio/x-wav")).isEqualTo(AUDIO);
            assertThat(text()).doesNotContain("encrypted");
            assertThat(dir.resolve("data/spool")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"attach", "link"})
    void withoutTheKeyItIsArchivedAsItCameAndTheMailSaysSo(String audio) throws Exception {
        serve("application/octet-stream", encrypted);
        try (Application application =
                application().set("voice.sink.email.audio", audio).start()) {
            completed(application, encryption.details());

            await().until(() -> mail.mails().size() == 1);
            String key = key() + ".wav.enc";
            assertThat(s3.content(key)).isEqualTo(encrypted);
            assertThat(s3.metadata(key)).containsEntry("encrypted", "true");
            assertThat(s3.client()
                            .headObject(object -> object.bucket(S3Server.BUCKET).key(key))
                            .contentType())
                    .isEqualTo("application/octet-stream");
            assertThat(archived().json().at("/data/archive/key").asText()).isEqualTo(key);
            assertThat(archived().json().at("/data/archive/encrypted").asBoolean())
                    .isTrue();
            assertThat(text()).contains("The recording is encrypted.").doesNotContain("http");
            assertThat(new String(MailServer.content(mail.mails().get(0), "text/html"), StandardCharsets.UTF_8))
                    .contains("The recording is encrypted.")
                    .doesNotContain("href");
            assertThat(MailServer.parts(mail.mails().get(0))).noneMatch(EncryptedRecordingTest::isAttachment);
        }
    }

    @Test
    void withoutTheKeyTheLocalArchiveKeepsItAsItCame() {
        serve("audio/mpeg", encrypted);
        try (Application application = application()
                .set("voice.sink.s3.enabled", "false")
                .set("voice.sink.file.enabled", "true")
                .set("voice.recording.format", "mp3")
                .start()) {
            completed(application, encryption.details());

            await().until(() -> mail.mails().size() == 1);
            assertThat(dir.resolve(
                            "data/archive/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording + ".mp3.enc"))
                    .hasBinaryContent(encrypted);
            assertThat(archived().json().at("/data/archive/contentType").asText())
                    .isEqualTo("application/octet-stream");
            assertThat(MailServer.parts(mail.mails().get(0))).noneMatch(EncryptedRecordingTest::isAttachment);
        }
    }

    /** Twilio's error 16107: the account has another public key meanwhile. */
    @Test
    void aRecordingForAnotherKeyIsADeadLetterThatSaysWhichOne() throws Exception {
        serve("audio/x-wav", encrypted);
        try (Application application = withKey(RecordingKey.make())) {
            completed(application, encryption.details());

            assertNothingIsArchived(
                    application,
                    "the recording is encrypted with the public key " + RecordingKey.SID
                            + "; the key of voice.recording.private-key does not belong to it");
        }
    }

    @Test
    void aRecordingThatWasChangedIsADeadLetterAndNothingOfItIsArchived() throws Exception {
        encrypted[3] ^= 1;
        serve("audio/x-wav", encrypted);
        try (Application application = withKey(KEY)) {
            completed(application, encryption.details());

            assertNothingIsArchived(
                    application,
                    "the encrypted recording is damaged: its content does not match its" + " authentication tag");
        }
    }

    @Test
    void detailsThatAreBrokenAreADeadLetter() throws Exception {
        serve("audio/x-wav", encrypted);
        try (Application application = withKey(KEY)) {
            completed(application, encryption.details().replaceFirst("\"iv\":\"....", "\"iv\":\""));

            assertNothingIsArchived(
                    application,
                    "the recording is encrypted and its EncryptionDetails cannot be used: iv has"
                            + " 9 bytes instead of 12");
        }
    }

    private void assertNothingIsArchived(Application application, String reason) {
        await().untilAsserted(() -> assertThat(application.deadLetters()).containsExactly(reason));
        assertThat(s3.keys()).noneMatch(key -> key.startsWith("recordings/"));
        assertThat(media.requests()).hasSize(1);
        await().untilAsserted(() -> assertThat(dir.resolve("data/spool")).isEmptyDirectory());
        assertThat(mail.mails()).isEmpty();
    }

    private void serve(String type, byte[] content) {
        media.answers(recording, exchange -> RecordingServer.send(exchange, 200, type, content));
    }

    private Application withKey(RecordingKey key) throws IOException {
        return application()
                .set("voice.recording.private-key", key.pem(dir.resolve("keys")).toString())
                .start();
    }

    private Application.Builder application() {
        return Application.with(dir.resolve("data"))
                .set(s3.settings())
                .set(mail.settings())
                .set(events.settings())
                .set(media.settings());
    }

    private void completed(Application application, String details) {
        assertThat(application
                        .twilio()
                        .post(
                                "/voice/recording",
                                Twilio.with(
                                        Twilio.recording(call, recording, "completed"), "EncryptionDetails", details))
                        .statusCode())
                .isEqualTo(204);
    }

    private String key() {
        return "recordings/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording;
    }

    private ReceivedPost archived() {
        await().untilAsserted(() ->
                assertThat(events.posts()).anyMatch(post -> post.type().equals("recording.archived")));
        return events.posts().stream()
                .filter(post -> post.type().equals("recording.archived"))
                .findFirst()
                .orElseThrow();
    }

    private String text() {
        return new String(MailServer.content(mail.mails().get(0), "text/plain"), StandardCharsets.UTF_8);
    }

    private static boolean isAttachment(Part part) {
        try {
            return Part.ATTACHMENT.equals(part.getDisposition());
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
