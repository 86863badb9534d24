package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Twilio;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Others of the estate may be able to write to our queues. What they write is read as an event, or kept as a dead letter. */
@TestInstance(Lifecycle.PER_CLASS)
class ForeignMessageTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NO_EVENT = "this message is no event of ours: ";

    private Path dir;
    private MailServer mail;
    private HttpReceiver http;
    private HttpReceiver evil;
    private Application application;
    private Operator operator;
    private ActiveMQConnectionFactory estate;

    @BeforeAll
    void start(@TempDir Path dir) {
        this.dir = dir;
        String listen = "tcp://127.0.0.1:" + Application.freePort();
        mail = MailServer.start();
        http = HttpReceiver.start();
        evil = HttpReceiver.start();
        application = Application.with(dir.resolve("data"))
                .set(http.settings())
                .set(mail.settings())
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.broker.listen", listen)
                .set("voice.broker.username", Target.BROKER_USER)
                .set("voice.broker.password", Target.BROKER_PASSWORD)
                .start();
        operator = Operator.of(application);
        estate = new ActiveMQConnectionFactory(listen, Target.BROKER_USER, Target.BROKER_PASSWORD);
    }

    @AfterEach
    void dropEverything() {
        operator.types("dead-letters", "drop", "--all", "--reason", "another test");
    }

    @AfterAll
    void stop() {
        estate.close();
        application.close();
        evil.close();
        http.close();
        mail.close();
    }

    private interface Making {
        Message in(JMSContext session) throws JMSException;
    }

    private static Map<String, Making> noEvents() {
        Map<String, Making> all = new TreeMap<>();
        all.put("an object", session -> session.createObjectMessage(new Gadget()));
        all.put("an object of the JDK", session -> session.createObjectMessage(new ArrayList<>(List.of("a"))));
        all.put("a map", session -> {
            MapMessage map = session.createMapMessage();
            map.setString("id", "1");
            return map;
        });
        all.put("a stream", session -> {
            StreamMessage stream = session.createStreamMessage();
            stream.writeString("a");
            stream.writeInt(7);
            return stream;
        });
        all.put("bytes", session -> {
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r'});
            return bytes;
        });
        all.put("no body", JMSContext::createMessage);
        all.put("no text", JMSContext::createTextMessage);
        List.of("", "hello", "[]", "{}", "null", "{\"id\":", "[".repeat(100_000))
                .forEach(text -> all.put(
                        "text " + text.substring(0, Math.min(9, text.length())),
                        session -> session.createTextMessage(text)));
        return all;
    }

    @ParameterizedTest
    @CsvSource({"voice.events, voice.events", "voice.sink.http, http"})
    void whatIsNoEventIsADeadLetterWithTheReasonAndHoldsNothingUp(String queue, String sink) throws JMSException {
        Map<String, Making> noEvents = noEvents();
        for (Making making : noEvents.values()) {
            send(queue, making);
        }
        String call = Twilio.callSid();
        application.twilio().post("/voice/status", Twilio.status(call, "completed"));

        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.posts())
                .anyMatch(post -> post.body().contains(call)));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(letters()).hasSize(noEvents.size()));
        assertThat(letters()).allSatisfy(letter -> {
            assertThat(letter.path("sink").asText()).isEqualTo(sink);
            assertThat(letter.path("attempts").asInt()).isEqualTo(1);
            assertThat(letter.path("lastError").asText()).startsWith(NO_EVENT);
        });
        assertThat(depth("voice.events") + depth("voice.sink.http")).isZero();
        assertThat(application.management("/observe/health").statusCode()).isEqualTo(200);
        assertThat(Gadget.READ).hasValue(0);

        await().atMost(LIMIT).untilAsserted(() -> {
            for (JsonNode letter : letters()) {
                String id = letter.path("id").asText();
                assertThat(operator.types("dead-letters", "show", id).status()).isZero();
                assertThat(operator.types("dead-letters", "drop", id, "--reason", "no event")
                                .status())
                        .isZero();
            }
            assertThat(letters()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":\"[0-9a-f]{32}\"    | \"id\":\"../../../../etc/passwd\"",
                "\"id\":\"[0-9a-f]{32}\"    | \"id\":\"a\\\\r\\\\nBcc: attacker@evil.example\"",
                "\"id\":\"[0-9a-f]{32}\"    | \"id\":\"\\${sys.user.home}\"",
                "\"id\":\"[0-9a-f]{32}\"    | \"id\":null",
                "\"time\":\"[^\"]*\"        | \"time\":\"../../../../../etc/passwd\"",
                "\"time\":\"[^\"]*\"        | \"time\":\"\\${env.X}\"",
                "\"time\":\"[^\"]*\"        | \"time\":\"+1000000000-12-31T23:59:59Z\"",
                "\"type\":\"[^\"]*\"        | \"type\":\"io.voicewebhooks.a\\\\nb\"",
                "\"partitionkey\":\"[^\"]*\"| \"partitionkey\":\"/\"",
                "\"accountsid\":\"[^\"]*\"  | \"accountsid\":\"{{twilio.auth-token}}\"",
                "\"callsid\":\"[^\"]*\"     | \"callsid\":\"\\\\u0000\"",
                "\"subject\":\"[^\"]*\"     | \"subject\":\"a b\""
            })
    void anEventWhosePartsAreNotNamesIsNone(String part, String other) throws JMSException {
        String json = event().replaceFirst(part, other);
        send("voice.events", session -> session.createTextMessage(json));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(letters()).singleElement().satisfies(letter -> assertThat(
                                letter.path("lastError").asText())
                        .startsWith(NO_EVENT)));
    }

    @Test
    void anEventThatComesAsBytesIsOne() throws JMSException {
        String json = event();
        send("voice.events", session -> {
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(json.getBytes(StandardCharsets.UTF_8));
            return bytes;
        });

        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.posts())
                .anyMatch(post -> post.body().equals(json)));
        assertThat(letters()).isEmpty();
    }

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

    @Test
    void countersThatAreNoneDoNotStopADeliveryFromFailing() throws JMSException {
        send("voice.sink.http", session -> {
            Message message = session.createTextMessage("no event");
            message.setStringProperty("deliveryAttempts", "many");
            message.setIntProperty("deliveryErrors", 7);
            message.setBooleanProperty("deliveryFirstFailure", true);
            return message;
        });
        send("voice.sink.http", session -> {
            Message message = session.createTextMessage("no event");
            message.setIntProperty("deliveryAttempts", Integer.MAX_VALUE);
            return message;
        });
        send("voice.sink.http", session -> {
            Message message = session.createTextMessage("no event");
            message.setIntProperty("deliveryAttempts", -7);
            return message;
        });

        await().atMost(LIMIT).untilAsserted(() -> assertThat(letters()).hasSize(3));
        assertThat(letters())
                .allSatisfy(
                        letter -> assertThat(letter.path("attempts").asInt()).isEqualTo(1));
    }

    @Test
    void aDeadLetterOfSomebodyElseIsListedShownAndDroppedWithoutBeingRead() throws JMSException {
        send("voice.dead-letter", session -> session.createObjectMessage(new Gadget()));
        send("voice.dead-letter", session -> {
            Message message = session.createTextMessage("\u001b[2J");
            message.setStringProperty("deliveryAttempts", "many");
            message.setIntProperty("deliverySink", 7);
            message.setStringProperty("deliveryLastError", "http://example.com/hooks/s3cret failed");
            return message;
        });

        assertThat(letters()).hasSize(2);
        for (JsonNode letter : letters()) {
            Operator.Outcome shown =
                    operator.types("dead-letters", "show", letter.path("id").asText());
            assertThat(shown.status()).isZero();
            assertThat(shown.out()).doesNotContain("s3cret").doesNotContain("\u001b");
        }
        assertThat(operator.types("dead-letters", "redrive", "--all").out()).contains("redriven: 0");
        assertThat(operator.types("dead-letters", "drop", "--all", "--reason", "x")
                        .out())
                .contains("dropped: 2");
        assertThat(Gadget.READ).hasValue(0);
    }

    @Test
    void noConnectionOfOursMakesAnObject() throws JMSException {
        try (JMSContext session =
                Journal.of(application.context()).connectionFactory().createContext()) {
            var queue = session.createTemporaryQueue();
            session.createProducer().send(queue, session.createObjectMessage(new Gadget()));
            ObjectMessage received =
                    (ObjectMessage) session.createConsumer(queue).receive(10_000);

            assertThatThrownBy(received::getObject).isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> received.getBody(Gadget.class)).isInstanceOf(JMSException.class);
        }
        assertThat(Gadget.READ).hasValue(0);
    }

    @Test
    void noRouteSendsAnObject() {
        try (var template = application.context().createProducerTemplate()) {
            assertThatThrownBy(() -> template.sendBody("jms:queue:voice.sink.http", new ArrayList<>(List.of("a"))))
                    .isInstanceOf(CamelExecutionException.class)
                    .rootCause()
                    .hasMessageContaining("a body that is an object is not sent");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(depth("voice.sink.http")).isZero();
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

    /** An event as the application makes it, which it has not seen yet. */
    private String event() {
        String call = Twilio.callSid();
        application.twilio().post("/voice/status", Twilio.status(call, "completed"));
        await().atMost(LIMIT)
                .until(() -> http.posts().stream().anyMatch(post -> post.body().contains(call)));
        String json = http.posts().stream()
                .filter(post -> post.body().contains(call))
                .findFirst()
                .orElseThrow()
                .body();
        return json.replace(call, Twilio.callSid())
                .replaceFirst("\"id\":\"[0-9a-f]{32}\"", "\"id\":\"" + call.substring(2) + "\"");
    }

    private void send(String queue, Making making) throws JMSException {
        try (JMSContext session = estate.createContext()) {
            session.createProducer().send(session.createQueue(queue), making.in(session));
        }
    }

    private List<JsonNode> letters() {
        List<JsonNode> letters = new ArrayList<>();
        operator.json("/operations/dead-letters").path("deadLetters").forEach(letters::add);
        return letters;
    }

    private double depth(String queue) {
        return application.meter("voice_queue_depth{queue=\"" + queue + "\"}");
    }
}
