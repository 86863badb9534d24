package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.support.ArchivedFiles;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets what, at the real servers; {@code EventRouterRouteTest} has the whole table. */
@TestInstance(Lifecycle.PER_CLASS)
class SinksTest {
    private static final byte[] AUDIO = "RIFF audio of a voicemail WAVE".getBytes(StandardCharsets.UTF_8);

    private final List<String> feed = new CopyOnWriteArrayList<>();
    private Path dir;
    private S3Server s3;
    private MailServer mail;
    private HttpReceiver http;
    private RecordingServer media;
    private Application application;
    private ActiveMQConnectionFactory reader;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        this.dir = dir;
        String listen = "tcp://127.0.0.1:" + Application.freePort();
        s3 = S3Server.start(dir.resolve("s3"));
        mail = MailServer.start();
        http = HttpReceiver.start();
        media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
        application = Application.with(dir.resolve("data"))
                .set(s3.settings())
                .set("voice.sink.s3.prefix", "phone/")
                .set(mail.settings())
                .set(http.settings())
                .set(media.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.sink.topic.enabled", "true")
                .set("voice.broker.listen", listen)
                .set("voice.broker.username", "estate")
                .set("voice.broker.password", "estate-password")
                .start();
        reader = new ActiveMQConnectionFactory(listen, "estate", "estate-password");
        var session = reader.createContext();
        session.createConsumer(new ActiveMQTopic("voice.feed")).setMessageListener(message -> feed.add(text(message)));
    }

    @AfterAll
    void stop() {
        reader.close();
        application.close();
        http.close();
        media.close();
        mail.close();
        s3.close();
    }

    @ParameterizedTest
    @CsvSource({"call.completed, false", "recording.failed, true", "call.missed, true"})
    void anEventReachesEverySinkThatWantsIt(String type, boolean mailed) {
        String call = Twilio.callSid();
        post(type, call);

        await().untilAsserted(() -> {
            assertThat(http.posts())
                    .anyMatch(post -> post.type().equals(type) && post.body().contains(call));
            assertThat(s3.keys())
                    .anyMatch(key -> key.startsWith("phone/events/" + Twilio.ACCOUNT) && key.contains(call));
            assertThat(files()).anyMatch(file -> file.contains(call) && file.endsWith(".json"));
            assertThat(feed).anyMatch(json -> json.contains(call));
            assertThat(mailsAbout(call)).hasSize(mailed ? 1 : 0);
            assertThat(application.depth("voice.sink.email")).isZero();
        });
    }

    @Test
    void aVoicemailIsArchivedAnnouncedAndMailed() throws Exception {
        String call = Twilio.callSid();
        String recording = Twilio.recordingSid();
        media.holds(recording, AUDIO);
        String context = "?context.from=%2B15551230001&context.to=%2B15558675310&context.mailbox=main";
        assertThat(application
                        .twilio()
                        .post("/voice/recording" + context, Twilio.recording(call, recording, "completed"))
                        .statusCode())
                .isEqualTo(204);
        String key = "phone/recordings/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording + ".wav";

        await().untilAsserted(() -> assertThat(mailsAbout(call)).hasSize(1));
        assertThat(s3.content(key)).isEqualTo(AUDIO);
        assertThat(s3.metadata(key))
                .containsEntry("callsid", call)
                .containsEntry("accountsid", Twilio.ACCOUNT)
                .containsEntry("duration", "21")
                .containsKey("sha256");

        await().untilAsserted(() -> assertThat(http.typesAbout(call))
                .containsExactlyInAnyOrder("recording.completed", "recording.archived"));
        var archived = http.posts().stream()
                .filter(post ->
                        post.type().equals("recording.archived") && post.body().contains(call))
                .findFirst()
                .orElseThrow();
        assertThat(archived.json().at("/data/archive/uri").asText()).isEqualTo("s3://" + S3Server.BUCKET + "/" + key);
        assertThat(archived.json().at("/data/archive/bytes").asLong()).isEqualTo(AUDIO.length);
        assertThat(archived.json().at("/data/archive/sha256").asText())
                .isEqualTo(s3.metadata(key).get("sha256"));
        assertThat(archived.json().at("/data/archive/contentType").asText()).isEqualTo("audio/x-wav");

        MimeMessage message = mailsAbout(call).get(0);
        assertThat(message.getSubject()).isEqualTo("New voicemail");
        assertThat(message.getFrom()).hasSize(1).allSatisfy(from -> assertThat(from)
                .hasToString(MailServer.FROM));
        assertThat(message.getAllRecipients()).hasSize(1).allSatisfy(to -> assertThat(to)
                .hasToString(MailServer.TO));
        assertThat(message.getMessageID()).isEqualTo("<" + archived.header("webhook-id") + "@voice-webhooks>");
        assertThat(new String(MailServer.content(message, "text/plain"), StandardCharsets.UTF_8))
                .contains("+15551230001", "+15558675310", "2026-11-23 15:00:05 UTC", "0:21");
        assertThat(new String(MailServer.content(message, "text/html"), StandardCharsets.UTF_8))
                .contains("+15551230001");
        assertThat(MailServer.content(message, "audio/x-wav")).isEqualTo(AUDIO);

        // S3 is on, so the local archive has the events and not the audio
        await().untilAsserted(() -> assertThat(files().stream().filter(file -> file.contains(call)))
                .hasSize(2)
                .allMatch(file -> file.endsWith(".json")));
        assertThat(dir.resolve("data/spool")).isEmptyDirectory();
    }

    @Test
    void aDeliveryOverHttpIsASignedCloudEvent() throws Exception {
        String call = Twilio.callSid();
        post("call.completed", call);
        ReceivedPost post = http.await(call);

        assertThat(post.verified()).isTrue();
        assertThat(post.method()).isEqualTo("POST");
        assertThat(post.path()).isEqualTo("/hooks/voice");
        assertThat(post.header("Content-Type")).isEqualTo("application/cloudevents+json");
        assertThat(post.header("webhook-id")).isEqualTo(post.json().get("id").asText());
        assertThat(post.json().get("specversion").asText()).isEqualTo("1.0");
        assertThat(post.json().get("source").asText()).isEqualTo("/2010-04-01/Accounts/" + Twilio.ACCOUNT);
        assertThat(post.json().get("time").asText()).isEqualTo("2026-11-23T15:00:00Z");

        String key =
                "phone/events/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + post.header("webhook-id") + ".json";
        await().untilAsserted(() -> assertThat(s3.keys()).contains(key));
        assertThat(new ObjectMapper().readTree(s3.content(key))).isEqualTo(post.json());
        Path file = dir.resolve("data/archive/" + key.replace("phone/events/", ""));
        await().until(() -> Files.exists(file));
        assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(post.json());
    }

    private void post(String type, String call) {
        String status = type.substring(type.indexOf('.') + 1);
        int code;
        if (type.equals("call.missed")) {
            code = application
                    .twilio()
                    .post("/voice/forward-result", Twilio.with(Twilio.call(call), "DialCallStatus", "busy"))
                    .statusCode();
        } else if (type.startsWith("call.")) {
            code = application
                    .twilio()
                    .post("/voice/status", Twilio.status(call, status))
                    .statusCode();
        } else {
            List<Entry<String, String>> form = Twilio.recording(call, Twilio.recordingSid(), status);
            code = application.twilio().post("/voice/recording", form).statusCode();
        }
        assertThat(code).isBetween(200, 204);
    }

    private List<MimeMessage> mailsAbout(String call) {
        return mail.mails().stream()
                .filter(message ->
                        new String(MailServer.content(message, "text/plain"), StandardCharsets.UTF_8).contains(call))
                .toList();
    }

    private List<String> files() {
        return ArchivedFiles.in(dir.resolve("data/archive")).stream()
                .map(Path::toString)
                .toList();
    }

    private static String text(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
