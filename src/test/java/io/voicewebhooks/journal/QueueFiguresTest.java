package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.support.Broker;
import io.voicewebhooks.testkit.Application;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures that a broker refuses and gives again. */
class QueueFiguresTest {
    @Test
    void whatTheBrokerRefusesIsAskedAgainLater(@TempDir Path dir) throws Exception {
        int port = Application.freePort();
        AtomicInteger changes = new AtomicInteger();
        JournalWatch watch = new JournalWatch(() -> null, () -> {});
        watch.start(60_000, () -> {});
        try (Broker broker = Broker.start(dir, port);
                ActiveMQConnectionFactory connections =
                        new ActiveMQConnectionFactory(Broker.url(port), Broker.USER, Broker.PASSWORD)) {
            broker.createForgetfulQueue("voice.events");
            QueueFigures figures = new QueueFigures(connections, watch, Duration.ZERO);
            figures.whenChanged(changes::incrementAndGet);
            assertThat(figures.scheduled("voice.events")).hasValue(0);

            figures.forget();
            broker.refuseFigures();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> figures.ask(statistics -> statistics.depth("voice.events")))
                        .isInstanceOf(JournalUnavailableException.class)
                        .hasMessageContaining("the broker refuses its figures");
                assertThat(figures.scheduled("voice.events")).isEmpty();
                assertThat(figures.given()).isFalse();
            }
            assertThat(changes).hasValue(1);

            broker.giveFigures();
            assertThat(figures.scheduled("voice.events")).hasValue(0);
            assertThat(figures.given()).isTrue();
            assertThat(changes).hasValue(2);
            figures.forget();
        } finally {
            watch.stop();
        }
    }

    /** One who may ask but not be answered would otherwise cost a time-out with each figure. */
    @Test
    void aUserWhoMaySendButNotManageIsRefusedAtOnce(@TempDir Path dir) throws Exception {
        int port = Application.freePort();
        JournalWatch watch = new JournalWatch(() -> null, () -> {});
        watch.start(60_000, () -> {});
        try (Broker broker = Broker.start(dir, port);
                ActiveMQConnectionFactory connections =
                        new ActiveMQConnectionFactory(Broker.url(port), Broker.USER, Broker.PASSWORD)) {
            broker.refuseManagement();
            QueueFigures figures = new QueueFigures(connections, watch, Duration.ZERO);
            assertThatThrownBy(() -> figures.ask(statistics -> statistics.depth("voice.events")))
                    .hasMessageContaining("the broker refuses its figures")
                    .hasMessageContaining("MANAGE");
        } finally {
            watch.stop();
        }
    }
}
