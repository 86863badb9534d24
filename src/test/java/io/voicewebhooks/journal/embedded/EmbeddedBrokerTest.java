package io.voicewebhooks.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.journal.EventMessage;
import io.voicewebhooks.journal.spi.EventSender;
import io.voicewebhooks.journal.spi.JournalUnavailableException;
import io.voicewebhooks.journal.spi.PendingEvent;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker has stopped itself, as it does when it cannot write, and is started again. */
class EmbeddedBrokerTest {
    @TempDir
    private Path dir;

    private CamelContext context;
    private EmbeddedBroker broker;
    private Path file;
    private byte[] whole;

    @BeforeEach
    void stopsItself() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("twilio.account-sid", Twilio.ACCOUNT);
        properties.setProperty("twilio.auth-token", Twilio.TOKEN);
        properties.setProperty("voice.public-url", Twilio.PUBLIC_URL);
        properties.setProperty("voice.data-dir", dir.toString());
        context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(properties);
        broker = new EmbeddedBroker(context, new BrokerQueues("voice.events", "voice.dead-letter", "voice.feed", 1));
        broker.start();
        broker.server().stop();
        try (Stream<Path> files = Files.list(dir.resolve("journal/messages"))) {
            file = files.filter(any -> any.toString().endsWith(".amq"))
                    .findFirst()
                    .orElseThrow();
        }
        whole = Files.readAllBytes(file);
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop();
        context.close();
    }

    @Test
    void itRunsAgain() throws Exception {
        assertThat(broker.server()).isNull();

        broker.keepRunning();

        assertThat(broker.server()).isNotNull();
    }

    @Test
    void anEventThatCouldNotBeWrittenIsNotTakenForACopy() throws Exception {
        broker.keepRunning();
        broker.server().createQueue(QueueConfiguration.of("voice.events").setRoutingType(RoutingType.ANYCAST));
        EventSender sender = broker.sender();
        PendingEvent event = new PendingEvent("1", "{}", Map.of(EventMessage.DUPLICATE_ID, "1"));
        Files.move(file.getParent(), dir.resolve("elsewhere"));

        assertThatThrownBy(() -> sender.sendAlone(event)).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> sender.sendAlone(event)).isInstanceOf(JournalUnavailableException.class);
    }

    @Test
    void damagedFilesAreNotPassedOver() throws Exception {
        Files.write(file, new byte[0]);

        assertThatThrownBy(broker::keepRunning)
                .isInstanceOf(JournalUnavailableException.class)
                .hasMessageContaining(file + " has 0 bytes instead of 10485760")
                .hasMessageContaining("accept-damage");
        assertThat(broker.server()).isNull();

        Files.write(file, whole);
        broker.keepRunning();
        assertThat(broker.server()).isNotNull();
    }

    @Test
    void damagedFilesAreAcceptedOnce() throws Exception {
        Files.write(file, new byte[0]);
        Path accept = Files.createFile(dir.resolve("journal/accept-damage"));

        broker.keepRunning();

        assertThat(broker.server()).isNotNull();
        assertThat(accept).doesNotExist();
    }
}
