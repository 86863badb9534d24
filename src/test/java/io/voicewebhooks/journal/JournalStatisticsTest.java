package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Broker;
import io.voicewebhooks.testkit.Application;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks a broker for figures all day leaves nothing behind there. */
class JournalStatisticsTest {
    private Broker broker;
    private ActiveMQConnectionFactory connections;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        int port = Application.freePort();
        broker = Broker.start(dir, port);
        connections = new ActiveMQConnectionFactory(Broker.url(port));
        connections.setUser(Broker.USER);
        connections.setPassword(Broker.PASSWORD);
    }

    @AfterEach
    void stop() {
        connections.close();
        broker.close();
    }

    private List<Queue> answers() {
        return broker.server()
                .getPostOffice()
                .getAllBindings()
                .map(binding -> binding.getUniqueName().toString())
                .filter(name -> name.startsWith("activemq.management."))
                .map(name -> broker.server().locateQueue(SimpleString.of(name)))
                .toList();
    }

    @Test
    void theBrokerKeepsNoAnswer() throws Exception {
        broker.createForgetfulQueue("some");
        JournalStatistics statistics = new JournalStatistics(connections);

        for (int i = 0; i < 100; i++) {
            assertThat(statistics.depth("some")).isZero();
        }

        assertThat(answers()).hasSize(1);
        await().untilAsserted(
                        () -> assertThat(answers().get(0).getMessageCount()).isZero());
        statistics.stop();
    }

    @Test
    void aRefusalLeavesNoConnection() {
        broker.server().getSecurityRepository().addMatch("activemq.management.#", Set.of());

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> new JournalStatistics(connections)).hasMessageContaining("activemq.management");
        }

        await().untilAsserted(
                        () -> assertThat(broker.server().getConnectionCount()).isZero());
    }
}
