package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import jakarta.mail.SendFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.attachment.AttachmentMessage;
import org.junit.jupiter.api.Test;

/** {@code sink-email}: the mails that are sent. */
class SinkEmailRouteTest extends RouteTest {
    private static final String QUEUE = "voice.sink.email";
    private static final String SERVER = "smtp:mail.example.com:587";

    private final String call = Twilio.callSid();
    private final String recording = Twilio.recordingSid();
    private final String key = Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording + ".wav";

    SinkEmailRouteTest() {
        super("sink-email", "error-handling");
        set(SinkKeys.EMAIL);
    }

    private Message mail() throws Exception {
        assertThat(reached()).containsExactly(SERVER);
        return mock(SERVER).getExchanges().get(0).getMessage();
    }

    /** A voicemail whose audio is in the local archive. */
    private String voicemail() throws Exception {
        Path audio = dataDir.resolve("archive").resolve(key);
        Files.createDirectories(audio.getParent());
        Files.write(audio, FetchedAudio.BYTES);
        return voicemail(audio.toUri().toString(), "");
    }

    private String voicemail(String uri, String bucket) {
        Map<String, Object> data = new LinkedHashMap<>();
        Twilio.recording(call, recording, "completed")
                .forEach(parameter -> data.put(parameter.getKey(), parameter.getValue()));
        data.put("context", Map.of("from", "+15551230001", "to", "+15558675310", "mailbox", "<orders>"));
        data.put(
                "archive",
                Map.of(
                        "uri",
                        uri,
                        "bucket",
                        bucket,
                        "key",
                        key,
                        "bytes",
                        FetchedAudio.BYTES.length,
                        "sha256",
                        FetchedAudio.sha256(),
                        "contentType",
                        "audio/x-wav"));
        return event("recording.archived", data);
    }

    @Test
    void aVoicemailIsAMailWithItsAudio() throws Exception {
        delivers(QUEUE, voicemail());

        assertThat(mail().getHeaders())
                .containsEntry("Subject", "New voicemail")
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsEntry("Message-ID", "<0123456789abcdef0123456789abcdef@voice-webhooks>")
                .containsKey("CamelMailAlternativeBody")
                .hasSize(4);
        assertThat(mail().getBody(String.class))
                .contains("<td>From</td><td>+15551230001</td>", "<td>To</td><td>+15558675310</td>", "<td>0:21</td>")
                .contains("<td>Mailbox</td><td>&lt;orders&gt;</td>", "recording " + recording);
        assertThat(mail().getHeader("CamelMailAlternativeBody", String.class)).contains("Mailbox:  <orders>\n");
        AttachmentMessage attached = mock(SERVER).getExchanges().get(0).getMessage(AttachmentMessage.class);
        assertThat(attached.getAttachmentNames()).containsExactly(recording + ".wav");
        assertThat(attached.getAttachment(recording + ".wav").getContentType()).isEqualTo("audio/x-wav");
        assertThat(attached.getAttachment(recording + ".wav").getInputStream()).hasBinaryContent(FetchedAudio.BYTES);
    }

    @Test
    void withoutAudioOrLinkIfTheKeySaysSo() throws Exception {
        set(SinkKeys.S3);
        set("voice.sink.email.audio", "none");

        delivers(QUEUE, voicemail("s3://voice/" + key, "voice"));

        assertThat(mail().getBody(String.class)).contains("New voicemail").doesNotContain("href", "Listen");
        assertThat(mock(SERVER)
                        .getExchanges()
                        .get(0)
                        .getMessage(AttachmentMessage.class)
                        .hasAttachments())
                .isFalse();
    }

    @Test
    void withALinkIfTheKeySaysSoAndTheAudioIsInS3() throws Exception {
        set(SinkKeys.S3);
        set("voice.sink.email.audio", "link");

        delivers(QUEUE, voicemail("s3://voice/" + key, "voice"));

        assertThat(mail().getBody(String.class)).contains("<a href=\"https://voice.s3.", key, "X-Amz-Signature");
        assertThat(mock(SERVER)
                        .getExchanges()
                        .get(0)
                        .getMessage(AttachmentMessage.class)
                        .hasAttachments())
                .isFalse();
    }

    @Test
    void anotherEventIsANotice() throws Exception {
        delivers(QUEUE, event("call.missed", Twilio.call(call)));

        assertThat(mail().getHeader("Subject")).isEqualTo("Voice notice");
        assertThat(mail().getBody(String.class)).contains("<h3>call.missed</h3>", "+15551230001", call);
        assertThat(mail().getHeader("CamelMailAlternativeBody", String.class)).contains("call.missed", call);
    }

    @Test
    void theTextOfAVoicemailIsAMail() throws Exception {
        Map<String, Object> data = new LinkedHashMap<>();
        Twilio.call(call).forEach(parameter -> data.put(parameter.getKey(), parameter.getValue()));
        data.put("RecordingSid", recording);
        data.put("TranscriptionText", "Please <b>call</b> me");
        data.put("context", Map.of("from", "+15551230009", "mailbox", "<orders>"));

        delivers(QUEUE, event("transcription.completed", data));

        assertThat(mail().getHeader("Subject")).isEqualTo("Text of a voicemail");
        assertThat(mail().getBody(String.class))
                .contains("<p>Please &lt;b&gt;call&lt;/b&gt; me</p>", "<td>+15551230009</td>", "&lt;orders&gt;")
                .contains("recording " + recording);
        assertThat(mail().getHeader("CamelMailAlternativeBody", String.class))
                .contains("Mailbox:  <orders>\n", "\nPlease <b>call</b> me\n")
                .doesNotContain("nothing was understood");
    }

    @Test
    void aTextWithoutWordsSaysSo() throws Exception {
        delivers(QUEUE, event("transcription.completed", Twilio.with(Twilio.call(call), "TranscriptionText", "")));

        assertThat(mail().getBody(String.class)).contains("nothing was understood");
        assertThat(mail().getHeader("CamelMailAlternativeBody", String.class)).contains("nothing was understood");
    }

    @Test
    void audioThatIsGoneIsADeadLetter() throws Exception {
        String event = voicemail();
        Files.delete(dataDir.resolve("archive").resolve(key));

        delivers(QUEUE, event);

        assertThat(reached()).containsExactly("jms:queue:voice.dead-letter");
    }

    @Test
    void whileTheMailServerRefusesTheMailIsTriedAgain() throws Exception {
        mock(SERVER).whenAnyExchangeReceived(mail -> {
            throw new SendFailedException("try later");
        });

        delivers(QUEUE, voicemail());

        assertThat(reached()).containsExactly("jms:queue:" + QUEUE, SERVER);
    }
}
