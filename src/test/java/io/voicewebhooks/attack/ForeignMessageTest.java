package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others of the estate write to our queues is read as an event, or kept as a dead letter. */
class ForeignMessageTest extends EstateScenario {
    private static final String NO_EVENT = "this message is no event of ours: ";

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

        http.await(call);
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
}
