package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.support.ArtemisServer;
import io.voicewebhooks.support.Broker;
import io.voicewebhooks.testkit.Application;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe for AMQP 1.0, with Qpid's client and a real Artemis, whose journal is not that of the application. */
@Tag("full")
class AmqpRecipeIT {
    @TempDir
    Path dir;

    @Test
    void aBrokerThatSpeaksAmqpHasTheEvent() throws Exception {
        int port = Application.freePort();
        String user = ArtemisServer.ADMINISTRATOR;
        String password = ArtemisServer.PASSWORD;
        try (ArtemisServer server =
                        ArtemisServer.create(dir.resolve("broker"), port, false).start();
                Application application = Recipe.of("estate", dir)
                        .bean("amqp")
                        .set("estate.url", "amqp://127.0.0.1:" + port)
                        .set("estate.username", user)
                        .set("estate.password", password)
                        .start()) {
            String call = Recipe.miss(application, "+15551230001");
            try (var connections = new ActiveMQConnectionFactory(Broker.url(port), user, password);
                    var reader = connections.createContext()) {
                Message message = reader.createConsumer(reader.createQueue("telephone.events"))
                        .receive(Duration.ofMinutes(1).toMillis());
                assertThat(message).as(server.output()).isNotNull();
                JsonNode event = new ObjectMapper().readTree(((TextMessage) message).getText());

                assertThat(event.get("type").asText()).isEqualTo("io.voicewebhooks.call.missed");
                assertThat(event.get("callsid").asText()).isEqualTo(call);
                assertThat(message.getJMSCorrelationID())
                        .isEqualTo(event.get("id").asText());
            }
        }
    }
}
