package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.journal.embedded.EmbeddedBroker;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSSecurityException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes in where the embedded broker listens: the user of the configuration, as long as it is that. */
class BrokerUserTest {
    private static final List<String> PASSWORDS = List.of("first-5ecret", "second-5ecret");

    @TempDir
    Path dir;

    private final String listen = "tcp://127.0.0.1:" + Application.freePort();

    private interface Use {
        void run() throws Exception;
    }

    private void with(String user, String password, Use use) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("twilio.account-sid", Twilio.ACCOUNT);
        properties.setProperty("twilio.auth-token", Twilio.TOKEN);
        properties.setProperty("voice.public-url", Twilio.PUBLIC_URL);
        properties.setProperty("voice.data-dir", dir.toString());
        properties.setProperty("voice.broker.listen", listen);
        properties.setProperty("voice.broker.username", user);
        properties.setProperty("voice.broker.password", password);
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(properties);
        EmbeddedBroker broker = new EmbeddedBroker(context, JournalBroker.QUEUES);
        broker.start();
        try {
            use.run();
        } finally {
            broker.stop();
            context.close();
        }
    }

    private void logIn(String user, String password) throws Exception {
        try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(listen, user, password)) {
            connections.createConnection().close();
        }
    }

    @Test
    void aPairThatWasReplacedIsRefusedAndNoPasswordIsKept() throws Exception {
        String before = null;
        for (String password : PASSWORDS) {
            String former = before;
            with("user-" + password.charAt(0), password, () -> {
                assertThatCode(() -> logIn("user-" + password.charAt(0), password))
                        .doesNotThrowAnyException();
                assertThatThrownBy(() -> logIn("user-" + password.charAt(0), "wrong"))
                        .isInstanceOf(JMSSecurityException.class);
                if (former != null) {
                    assertThatThrownBy(() -> logIn("user-" + former.charAt(0), former))
                            .isInstanceOf(JMSSecurityException.class);
                }
            });
            before = password;
        }
        try (Stream<Path> files = Files.walk(dir.resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("-5ecret");
            }
        }
    }
}
