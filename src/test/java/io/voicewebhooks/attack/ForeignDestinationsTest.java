package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No message that others of the estate write chooses where something goes, or which file is sent. */
class ForeignDestinationsTest extends EstateScenario {
    @ParameterizedTest
    @ValueSource(strings = {"voice.events", "voice.sink.http"})
    void noPropertyOfAMessageChoosesAddressMethodOrDestination(String queue) throws JMSException {
        String json = event();
        send(queue, session -> {
            Message message = session.createTextMessage(json);
            for (String name : List.of("CAmelHttpUri", "CAMELHttpPath", "CAmelHttpQuery", "cAmelHttpRawQuery")) {
                message.setStringProperty(name, evil.url());
            }
            message.setStringProperty("CAmelHttpMethod", "DELETE");
            message.setStringProperty("CAmelJmsDestinationName", "stolen");
            message.setStringProperty("CAmelJmsMessageType", "Object");
            message.setStringProperty("mail_DOT_smtp_DOT_host", "evil.example");
            message.setStringProperty("X_HYPHEN_Injected", "yes");
            message.setStringProperty("type", "call.missed' or '1'='1");
            message.setStringProperty("eventId", "a\r\nX-Injected: yes");
            message.setStringProperty("callSid", "${sys.user.home}");
            message.setJMSType("evil");
            return message;
        });

        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.posts())
                .filteredOn(post -> post.body().equals(json))
                .singleElement()
                .satisfies(post -> {
                    assertThat(post.method()).isEqualTo("POST");
                    assertThat(post.path()).isEqualTo("/hooks/voice");
                    assertThat(post.headers().toString()).doesNotContain("njected", "evil", "stolen");
                    assertThat(post.verified()).isTrue();
                }));
        assertThat(evil.posts()).isEmpty();
        assertThat(letters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice.events", "voice.sink.http"})
    void nothingIsSentToWhereAMessageWantsAReply(String queue) throws JMSException {
        String json = event();
        try (JMSContext session = estate.createContext()) {
            var replyTo = session.createTemporaryQueue();
            JMSConsumer consumer = session.createConsumer(replyTo);
            Message message = session.createTextMessage(json);
            message.setJMSReplyTo(replyTo);
            session.createProducer().send(session.createQueue(queue), message);

            // a send that waits for a reply would wait for 20 s
            await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(http.posts())
                    .anyMatch(post -> post.body().equals(json)));
            assertThat(consumer.receive(500)).isNull();
        }
        assertThat(letters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../secret.txt                    | audio/x-wav",
                "/etc/passwd                         | audio/x-wav",
                "a/../../../secret.txt               | audio/x-wav",
                "AC/2026/11/23/CA/${sys.user.home}   | audio/x-wav",
                "AC/2026/11/23/CA/RE.wav             | text/html"
            })
    void aForgedArchiveMailsNoFileOfThisMachine(String key, String contentType) throws Exception {
        Path secret = dir.resolve("secret.txt");
        Files.writeString(secret, "secret");
        String archive = "\"data\":{\"RecordingSource\":\"RecordVerb\",\"archive\":{\"uri\":\"" + secret.toUri()
                + "\",\"bucket\":\"\",\"key\":\"" + key.strip() + "\",\"bytes\":6,\"contentType\":\"" + contentType
                + "\"},";
        String json = event().replaceFirst("\"type\":\"[^\"]*\"", "\"type\":\"io.voicewebhooks.recording.archived\"")
                .replace("\"data\":{", archive);
        int before = mail.mails().size();
        send("voice.sink.email", session -> session.createTextMessage(json));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(letters()).hasSize(1));
        assertThat(mail.mails()).hasSize(before);
    }
}
