package io.voicewebhooks.attack;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An application whose queues others of the estate may write to, with an HTTP and an e-mail sink. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class EstateScenario {
    static final Duration LIMIT = Duration.ofMinutes(2);

    Path dir;
    MailServer mail;
    HttpReceiver http;
    HttpReceiver evil;
    Application application;
    Operator operator;
    ActiveMQConnectionFactory estate;

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

    interface Making {
        Message in(JMSContext session) throws JMSException;
    }

    /** An event as the application makes it, which it has not seen yet. */
    String event() {
        String call = Twilio.callSid();
        application.twilio().post("/voice/status", Twilio.status(call, "completed"));
        return http.await(call)
                .body()
                .replace(call, Twilio.callSid())
                .replaceFirst("\"id\":\"[0-9a-f]{32}\"", "\"id\":\"" + call.substring(2) + "\"");
    }

    void send(String queue, Making making) throws JMSException {
        try (JMSContext session = estate.createContext()) {
            session.createProducer().send(session.createQueue(queue), making.in(session));
        }
    }

    List<JsonNode> letters() {
        List<JsonNode> letters = new ArrayList<>();
        operator.json("/operations/dead-letters").path("deadLetters").forEach(letters::add);
        return letters;
    }

    double depth(String queue) {
        return application.depth(queue);
    }
}
