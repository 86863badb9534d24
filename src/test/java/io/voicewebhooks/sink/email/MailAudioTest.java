package io.voicewebhooks.sink.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a voicemail's audio comes with its mail: attached, as a link that expires, or not at all. */
class MailAudioTest {
    private static final byte[] AUDIO = "RIFF a short voicemail WAVE".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LONG_AUDIO = new byte[(7 << 20) + 1];

    @TempDir
    Path dir;

    @Test
    void aLinkLeadsToTheAudioAndNeedsNoCredentials() throws Exception {
        try (S3Server s3 = S3Server.start(dir.resolve("s3"))) {
            MimeMessage mail = mail(AUDIO, s3.settings(), "link");

            HttpResponse<byte[]> audio = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(link(mail))).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(audio.statusCode()).isEqualTo(200);
            assertThat(audio.body()).isEqualTo(AUDIO);
            assertThat(link(mail)).contains("X-Amz-Expires=604800");
            assertThat(attachments(mail)).isEmpty();
        }
    }

    @Test
    void audioThatIsTooLargeToAttachBecomesALink() throws Exception {
        try (S3Server s3 = S3Server.start(dir.resolve("s3"))) {
            MimeMessage mail = mail(LONG_AUDIO, s3.settings(), "attach");

            assertThat(attachments(mail)).isEmpty();
            assertThat(link(mail)).contains("X-Amz-Signature=");
        }
    }

    private MimeMessage mail(byte[] audio, Map<String, String> archive, String how) {
        String recording = Twilio.recordingSid();
        try (MailServer mail = MailServer.start();
                RecordingServer media =
                        RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN).holds(recording, audio);
                Application application = Application.with(dir.resolve("data"))
                        .set(archive)
                        .set(mail.settings())
                        .set(media.settings())
                        .set("voice.sink.email.audio", how)
                        .start()) {
            application.twilio().post("/voice/recording", Twilio.recording(Twilio.callSid(), recording, "completed"));
            await().until(() -> mail.mails().size() == 1);
            return mail.mails().get(0);
        }
    }

    private static String text(MimeMessage mail) {
        return new String(MailServer.content(mail, "text/plain"), StandardCharsets.UTF_8);
    }

    private static String link(MimeMessage mail) {
        return text(mail)
                .lines()
                .filter(line -> line.startsWith("http"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Part> attachments(MimeMessage mail) {
        return MailServer.parts(mail).stream()
                .filter(MailAudioTest::isAttachment)
                .toList();
    }

    private static boolean isAttachment(Part part) {
        try {
            return Part.ATTACHMENT.equals(part.getDisposition());
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
