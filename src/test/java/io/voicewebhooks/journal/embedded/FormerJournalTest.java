package io.voicewebhooks.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The journal of an application with Artemis 2.44 that was killed: five events wait at the paused HTTP sink, one was
 * delivered, one waits for another try in the year 2081, one is a dead letter, and a durable reader of {@code voice.feed}
 * has read none of the eight. Its user is in the bindings.
 */
class FormerJournalTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DELIVERED = call('a');
    private static final String DEAD = call('d');
    private static final String RETRIED = call('e');
    private static final List<String> WAITING = IntStream.rangeClosed('1', '5')
            .mapToObj(digit -> call((char) digit))
            .toList();
    private static final String FORMER_PASSWORD = "formerly-5ecret";
    private static final String PASSWORD = "5ecret-of-today";
    private static final String LISTEN = "tcp://127.0.0.1:" + Application.freePort();

    @TempDir
    static Path dir;

    private static HttpReceiver http;
    private static Application application;

    @BeforeAll
    static void start() throws IOException {
        unpack("journal-2.44.zip");
        assertThat(bindings()).contains(FORMER_PASSWORD);
        http = HttpReceiver.start();
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.sink.topic.enabled", "true")
                .set("voice.broker.listen", LISTEN)
                .set("voice.broker.username", "today")
                .set("voice.broker.password", PASSWORD)
                .start();
    }

    @AfterAll
    static void stop() {
        application.close();
        http.close();
    }

    private static String call(char digit) {
        return "CA" + String.valueOf(digit).repeat(32);
    }

    private static void unpack(String archive) throws IOException {
        try (InputStream file = FormerJournalTest.class.getResourceAsStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = dir.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(zip, target);
            }
        }
    }

    private static String bindings() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(dir.resolve("journal/bindings"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static int repeated(String call) {
        return application
                .twilio()
                .post("/voice/status", Twilio.status(call, "completed"))
                .statusCode();
    }

    @Test
    void whatWaitedIsDeliveredAndWhatIsRepeatedIsRecognised() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.calls()).containsAll(WAITING));

        for (String call : WAITING) {
            assertThat(repeated(call)).isEqualTo(204);
        }
        assertThat(repeated(DELIVERED)).isEqualTo(204);
        assertThat(repeated(DEAD)).isEqualTo(204);

        String next = Twilio.callSid();
        assertThat(repeated(next)).isEqualTo(204);
        http.await(next);
        await().atMost(LIMIT).until(() -> application.depth("voice.events") == 0);
        assertThat(http.repeated()).isZero();
        assertThat(http.about(DELIVERED)).isEmpty();
        assertThat(http.about(DEAD)).isEmpty();
    }

    @Test
    void theDeadLetterIsListed() {
        assertThat(Operator.of(application).types("dead-letters", "list").out())
                .contains(DEAD, "the endpoint answered 410");
    }

    @Test
    void theRetryIsListedAndDelivered() {
        Operator operator = Operator.of(application);
        assertThat(operator.types("deliveries", "list").out()).contains(RETRIED, "the endpoint answered 503");

        assertThat(operator.types("deliveries", "retry-now", "--sink", "http").status())
                .isZero();

        http.await(RETRIED);
    }

    @Test
    void theReaderOfTheTopicGetsWhatItHasNotRead() throws JMSException {
        try (ActiveMQConnectionFactory estate = new ActiveMQConnectionFactory(LISTEN, "today", PASSWORD);
                JMSContext session = estate.createContext()) {
            session.setClientID("reader");
            var reader = session.createDurableConsumer(session.createTopic("voice.feed"), "estate");
            Set<String> read = new TreeSet<>();
            for (int i = 0; i < 8; i++) {
                read.add(reader.receive(LIMIT.toMillis()).getStringProperty("callSid"));
            }
            assertThat(read).contains(DELIVERED, DEAD, RETRIED).containsAll(WAITING);
        }
    }

    @Test
    void theFormerUserIsRefusedAndNoPasswordIsInTheBindings() throws IOException {
        try (ActiveMQConnectionFactory former = new ActiveMQConnectionFactory(LISTEN, "former", FORMER_PASSWORD)) {
            assertThatThrownBy(former::createContext).isInstanceOf(JMSSecurityRuntimeException.class);
        }
        assertThat(bindings()).doesNotContain(FORMER_PASSWORD).doesNotContain(PASSWORD);
    }
}
