package io.voicewebhooks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.ArtemisServer;
import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Load;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server of the estate, set up as broker.md says: two instances of the application, one of which is killed, the server
 * killed too, a reader of {@code voice.feed} that was away meanwhile, operators of the application and of the server.
 */
@Tag("full")
class ArtemisServerIT {
    private static final int PER_SECOND = 200;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern CALL = Pattern.compile("CA[0-9a-f]{32}");

    @TempDir
    Path dir;

    private final int port = Application.freePort();
    private final ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(Broker.url(port));

    private Instance instance(String name, HttpReceiver sink) {
        return Instance.in(dir.resolve(name))
                .set(ArtemisServer.settings(Broker.url(port)))
                .set(sink.settings())
                .set("voice.sink.topic.enabled", "true")
                .set("voice.management.token", Operator.TOKEN);
    }

    @ParameterizedTest(name = "run by the Artemis that we are built with: {0}")
    @ValueSource(booleans = {false, true})
    void nothingIsLostAndEverybodyMayDoWhatIsTheirs(boolean ours) {
        try (ArtemisServer server =
                        ArtemisServer.create(dir.resolve("server"), port, ours).start();
                HttpReceiver toFirst = HttpReceiver.start();
                HttpReceiver toSecond = HttpReceiver.start()) {
            Instance first = instance("first", toFirst);
            Instance second = instance("second", toSecond);
            try (JavaProcess staying = first.start();
                    Load load = new Load(PER_SECOND, first.url(), second.url())) {
                subscribe();
                load.on();
                try (JavaProcess killed = second.start()) {
                    awaitDeliveries(toSecond, 200);
                    killed.kill();
                }
                awaitDeliveries(toFirst, 200);
                try (JavaProcess again = second.start()) {
                    awaitDeliveries(toSecond, 200);

                    server.kill();
                    awaitAnswers(load, 503, 20);
                    server.start();
                    awaitAnswers(load, 204, 500);
                    load.off();

                    Set<String> acknowledged = load.acknowledged();
                    await().atMost(LIMIT).untilAsserted(() -> assertThat(calls(toFirst, toSecond))
                            .containsAll(acknowledged));
                    assertThat(read(acknowledged)).containsAll(acknowledged);
                    assertThat(load.answers().keySet()).isSubsetOf(204, 503);
                    await().untilAsserted(() -> {
                        Map<String, Long> ids = new TreeMap<>(toFirst.deliveries());
                        ids.putAll(toSecond.deliveries());
                        assertThat(ids).hasSameSizeAs(calls(toFirst, toSecond));
                    });

                    operatorsAreAnswered(first);
                    theAdministratorIsAnswered(server);
                    readersAreRefused();
                    assertThat(again.isAlive() && staying.isAlive()).isTrue();
                }
            }
        }
    }

    private void subscribe() {
        try (JMSContext session = reader()) {
            session.createDurableConsumer(session.createTopic("voice.feed"), "calls")
                    .close();
        }
    }

    private JMSContext reader() {
        JMSContext session = connections.createContext("reader", ArtemisServer.PASSWORD);
        session.setClientID("crm");
        return session;
    }

    /** The calls of the events that a subscription has kept, which must be these at least. */
    private Set<String> read(Set<String> expected) {
        Set<String> calls = new HashSet<>();
        try (JMSContext session = reader()) {
            JMSConsumer consumer = session.createDurableConsumer(session.createTopic("voice.feed"), "calls");
            await().atMost(LIMIT).until(() -> {
                String event = consumer.receiveBody(String.class, 1_000);
                for (; event != null; event = consumer.receiveBody(String.class, 1_000)) {
                    Matcher call = CALL.matcher(event);
                    if (call.find()) {
                        calls.add(call.group());
                    }
                }
                return calls.containsAll(expected);
            });
        }
        return calls;
    }

    private static void operatorsAreAnswered(Instance instance) {
        Operator operator = Operator.of(instance);
        assertThat(operator.types("sinks", "list").out()).containsPattern("http +active +\\d+ +\\d+");
        assertThat(operator.types("deliveries", "list").status()).isZero();
        assertThat(operator.types("deliveries", "retry-now", "--all").status()).isZero();
        assertThat(operator.types("dead-letters", "list").status()).isZero();
        await().untilAsserted(() ->
                assertThat(instance.management().depth("voice.events")).isZero());
        await().untilAsserted(() -> assertThat(
                        instance.management().get("/observe/health").statusCode())
                .isEqualTo(200));
    }

    private static void theAdministratorIsAnswered(ArtemisServer server) {
        assertThat(server.administrator("queue", "stat"))
                .contains("voice.events", "voice.sink.http", "voice.dead-letter")
                .doesNotContain("AMQ229213");
        assertThat(server.administrator("address", "show")).contains("voice.feed");
        assertThat(server.administrator("browser", "--destination", "queue://voice.events"))
                .doesNotContain("AMQ229213");
    }

    private void readersAreRefused() {
        try (JMSContext session = reader()) {
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("voice.events")))
                    .isInstanceOf(JMSSecurityRuntimeException.class);
        }
    }

    private static void awaitDeliveries(HttpReceiver sink, int more) {
        int before = sink.posts().size();
        await().atMost(LIMIT).until(() -> sink.posts().size() >= before + more);
    }

    private static void awaitAnswers(Load load, int status, int more) {
        long before = load.answers().getOrDefault(status, 0L);
        await().atMost(LIMIT).until(() -> load.answers().getOrDefault(status, 0L) >= before + more);
    }

    private static Set<String> calls(HttpReceiver some, HttpReceiver others) {
        Set<String> all = new HashSet<>(some.calls());
        all.addAll(others.calls());
        return all;
    }
}
