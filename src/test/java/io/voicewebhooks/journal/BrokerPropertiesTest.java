package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code voice.properties}: what it lets the application, the readers and the broker's administrator do, and what not. */
@TestInstance(Lifecycle.PER_CLASS)
class BrokerPropertiesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String MANAGEMENT = "activemq.management";
    private static final Class<?>[] REFUSED = {
        JMSSecurityException.class, JMSSecurityRuntimeException.class, InvalidDestinationRuntimeException.class
    };

    private final int port = Application.freePort();
    private Broker broker;
    private HttpReceiver http;
    private Application application;
    private ActiveMQConnectionFactory connections;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        broker = Broker.startWithOurProperties(dir.resolve("broker"), port);
        http = HttpReceiver.start().answers(post -> post.type().equals("call.completed") ? 204 : 409);
        application = Application.with(dir.resolve("data"))
                .set(Broker.settings(port))
                .set(http.settings())
                .set("voice.sink.topic.enabled", "true")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        connections = new ActiveMQConnectionFactory(Broker.url(port));
    }

    @AfterAll
    void stop() {
        connections.close();
        application.close();
        http.close();
        broker.close();
    }

    private String post(String status) {
        String call = Twilio.callSid();
        assertThat(application
                        .twilio()
                        .post("/voice/status", Twilio.status(call, status))
                        .statusCode())
                .isEqualTo(204);
        return call;
    }

    private JMSContext reader() {
        return connections.createContext(Broker.READER, Broker.PASSWORD);
    }

    @Test
    void theBrokerUnderstandsEveryLine() {
        String status = broker.server().getStatus();
        assertThat(status).contains("voice.properties").contains("\"errors\":[]");
        assertThat(broker.server().getConfiguration().getIDCacheSize()).isEqualTo(300_000);
        assertThat(broker.server().getConfiguration().isPersistIDCache()).isTrue();
        AddressSettings events = broker.server().getAddressSettingsRepository().getMatch("voice.events");
        assertThat(events.getDeadLetterAddress().toString()).isEqualTo("voice.dead-letter");
        assertThat(events.isSendToDLAOnNoRoute()).isTrue();
        assertThat(events.getMaxDeliveryAttempts()).isEqualTo(-1);
        assertThat(events.getMaxRedeliveryDelay()).isEqualTo(60_000);
        assertThat(events.getAddressFullMessagePolicy()).isEqualTo(AddressFullMessagePolicy.PAGE);
        assertThat(events.getMaxSizeBytes()).isEqualTo(10 << 20);
        assertThat(events.isAutoDeleteQueues()).isFalse();
        assertThat(events.getDefaultGroupBuckets()).isEqualTo(1024);
        assertThat(broker.server()
                        .getAddressSettingsRepository()
                        .getMatch("voice.feed")
                        .isSendToDLAOnNoRoute())
                .isFalse();
        assertThat(broker.server()
                        .getAddressSettingsRepository()
                        .getMatch("voice.dead-letter")
                        .getMaxReadPageBytes())
                .isEqualTo(32 << 20);
    }

    @Test
    void theApplicationDoesAllThatItDoes() {
        String delivered = post("completed");
        http.await(delivered);
        post("busy");
        Operator operator = Operator.of(application);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        operator.types("deliveries", "list", "--sink", "http").out())
                .contains("call.busy"));
        assertThat(operator.types("deliveries", "retry-now", "--sink", "http").status())
                .isZero();
        assertThat(operator.types("dead-letters", "list").status()).isZero();
        assertThat(operator.types("sinks", "list").out()).containsPattern("http +active +\\d+ +\\d+");
        assertThat(application.depth("voice.events")).isNotNaN();
        assertThat(application.management("/observe/health").statusCode()).isEqualTo(200);
    }

    @Test
    void itListsAndDropsWhatWaitsForASinkThatIsHeldOrGone() throws Exception {
        Operator operator = Operator.of(application);
        operator.types("sinks", "pause", "http", "--reason", "CRM moves");
        String held = post("completed");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        operator.types("deliveries", "list", "--sink", "http", "--call-sid", held)
                                .out())
                .containsPattern("http +held .* 0 +- +CRM moves"));
        operator.types("sinks", "resume", "http");

        broker.server().createQueue(QueueConfiguration.of("voice.sink.gone").setRoutingType(RoutingType.ANYCAST));
        try (JMSContext session = connections.createContext(Broker.USER, Broker.PASSWORD)) {
            session.createProducer()
                    .setProperty("type", "call.busy")
                    .setProperty("eventId", "4711")
                    .send(session.createQueue("voice.sink.gone"), "{}");
        }
        assertThat(operator.types("deliveries", "list", "--sink", "gone").out())
                .containsPattern("gone +off +4711 +call.busy .* no route here reads its queue");
        assertThat(operator.types("deliveries", "drop", "--sink", "gone", "--reason", "gone")
                        .out())
                .startsWith("dropped: 1");
    }

    @Test
    void aReaderHasADurableSubscriptionOfTheFeed() {
        Topic feed;
        try (JMSContext session = reader()) {
            session.setClientID("crm");
            feed = session.createTopic("voice.feed");
            session.createDurableConsumer(feed, "calls").close();
        }
        String whileAway = post("completed");
        try (JMSContext session = reader()) {
            session.setClientID("crm");
            JMSConsumer calls = session.createDurableConsumer(feed, "calls");
            await().atMost(LIMIT)
                    .until(
                            () -> calls.receiveBody(String.class, 1_000),
                            body -> body != null && body.contains(whileAway));
            calls.close();
            session.unsubscribe("calls");
        }
    }

    @Test
    void aReaderMayAlsoReadWhatComesNow() {
        try (JMSContext session = reader()) {
            JMSConsumer calls = session.createConsumer(session.createTopic("voice.feed"));
            String call = post("completed");
            await().atMost(LIMIT)
                    .until(() -> calls.receiveBody(String.class, 1_000), body -> body != null && body.contains(call));
        }
    }

    /** What one reader takes there, no sink ever gets. */
    @ParameterizedTest
    @ValueSource(strings = {"voice.events", "voice.sink.http", "voice.dead-letter", "voice.feed::voice.events"})
    void aReaderReadsNothingElse(String queue) {
        try (JMSContext session = reader()) {
            assertThatThrownBy(() -> session.createConsumer(session.createQueue(queue)))
                    .isInstanceOfAny(REFUSED);
            assertThatThrownBy(() ->
                            session.createBrowser(session.createQueue(queue)).getEnumeration())
                    .isInstanceOfAny(REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice.events", "voice.sink.http", "voice.feed"})
    void aReaderSendsNothing(String name) {
        try (JMSContext session = reader()) {
            assertThatThrownBy(() -> session.createProducer()
                            .send(
                                    name.equals("voice.feed") ? session.createTopic(name) : session.createQueue(name),
                                    "forged"))
                    .isInstanceOf(JMSSecurityRuntimeException.class);
        }
    }

    @Test
    void aReaderMakesNoQueueThatWouldGetWhatIsMeantForOurs() throws Exception {
        try (ClientSessionFactory sessions = connections.getServerLocator().createSessionFactory();
                ClientSession session = session(sessions, Broker.READER)) {
            for (String address : List.of("voice.events", "voice.sink.http", "voice.other")) {
                for (RoutingType type : RoutingType.values()) {
                    assertThatThrownBy(() -> session.createQueue(QueueConfiguration.of("mine-" + type)
                                    .setAddress(address)
                                    .setRoutingType(type)))
                            .isInstanceOf(ActiveMQSecurityException.class);
                }
            }
            assertThatThrownBy(() -> manages(session)).isInstanceOf(ActiveMQSecurityException.class);
        }
    }

    @Test
    void theAdministratorIsNotLockedOut() throws Exception {
        try (ClientSessionFactory sessions = connections.getServerLocator().createSessionFactory();
                ClientSession session = session(sessions, Broker.ADMINISTRATOR);
                JMSContext jms = connections.createContext(Broker.ADMINISTRATOR, Broker.PASSWORD)) {
            assertThat(manages(session)).contains("voice.events", "voice.sink.http");
            session.createQueue(QueueConfiguration.of("voice.left-over").setRoutingType(RoutingType.ANYCAST));
            jms.createProducer().send(jms.createQueue("voice.left-over"), "by hand");
            assertThat(jms.createBrowser(jms.createQueue("voice.left-over"))
                            .getEnumeration()
                            .hasMoreElements())
                    .isTrue();
            try (JMSConsumer consumer = jms.createConsumer(jms.createQueue("voice.left-over"))) {
                assertThat(consumer.receiveBody(String.class, 5_000)).isEqualTo("by hand");
            }
            assertThatCode(() -> session.deleteQueue("voice.left-over")).doesNotThrowAnyException();
        }
    }

    private static ClientSession session(ClientSessionFactory sessions, String user) throws Exception {
        return sessions.createSession(user, Broker.PASSWORD, false, true, true, false, 1);
    }

    /** The names of the broker's queues, as its own console asks for them. */
    private static String manages(ClientSession session) throws Exception {
        session.start();
        ClientRequestor requestor = new ClientRequestor(session, MANAGEMENT);
        ClientMessage question = session.createMessage(true);
        ManagementHelper.putAttribute(question, "broker", "queueNames");
        return List.of((Object[]) ManagementHelper.getResult(requestor.request(question, 10_000)))
                .toString();
    }
}
