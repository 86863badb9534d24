package io.voicewebhooks.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the port of the embedded broker ({@code voice.broker.listen}) lets a peer without credentials do: nothing. */
class BrokerPortIT {
    private static final String QUEUE = "voice.sink.http";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path dir;

    private static final String LISTEN = "tcp://127.0.0.1:" + Application.freePort();
    private static HttpReceiver http;
    private static Instance instance;
    private static JavaProcess application;

    @BeforeAll
    static void start() {
        http = HttpReceiver.start();
        instance = Instance.in(dir.resolve("application"))
                .set(http.settings())
                .set("voice.broker.listen", LISTEN)
                .set("voice.broker.username", Target.BROKER_USER)
                .set("voice.broker.password", Target.BROKER_PASSWORD);
        application = instance.start();
    }

    @AfterAll
    static void stop() {
        application.close();
        http.close();
    }

    @Test
    void aStrangerCannotHaveTheBrokerFetchEventsFromHis() throws Exception {
        String forged = Twilio.callSid();
        int port = Application.freePort();
        try (Broker rogue = Broker.start(dir.resolve("rogue"), port)) {
            rogue.server().createQueue(QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST));
            put(Broker.url(port), event().replaceAll("CA[0-9a-f]{32}", forged));
            await().atMost(LIMIT).until(() -> rogue.server().getConnectionCount() == 0);

            try (Stranger stranger = Stranger.at(LISTEN)) {
                stranger.federates(Broker.url(port), Broker.USER, Broker.PASSWORD, QUEUE);

                await().atMost(LIMIT)
                        .until(() -> stranger.isThrownOut()
                                || rogue.server().getConnectionCount() > 0
                                || !http.about(forged).isEmpty());
            }

            // whatever was under way has left by the time the next event has
            event();
            assertThat(http.about(forged)).isEmpty();
            assertThat(rogue.server().getTotalConnectionCount()).isEqualTo(1);
        }
    }

    @Test
    void aStrangerCannotTakeOverASession() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(LISTEN);
                ClientSession session = locator.createSessionFactory()
                        .createSession(Target.BROKER_USER, Target.BROKER_PASSWORD, false, true, true, false, 1);
                Stranger stranger = Stranger.at(LISTEN)) {
            assertThat(stranger.takesOver(((ClientSessionInternal) session).getName()))
                    .isFalse();

            // it is still whose it was
            assertThat(session.queueQuery(SimpleString.of("voice.events")).isExists())
                    .isTrue();
        }
    }

    private static void put(String url, String event) {
        try (ActiveMQConnectionFactory his = new ActiveMQConnectionFactory(url, Broker.USER, Broker.PASSWORD);
                JMSContext session = his.createContext()) {
            session.createProducer().send(session.createQueue(QUEUE), session.createTextMessage(event));
        }
    }

    private static String event() {
        String call = Twilio.callSid();
        Twilio twilio = new Twilio(instance.url(), Twilio.PUBLIC_URL, Twilio.TOKEN);
        assertThat(twilio.post("/voice/status", Twilio.status(call, "completed"))
                        .statusCode())
                .isEqualTo(204);
        return http.await(call).body();
    }
}
