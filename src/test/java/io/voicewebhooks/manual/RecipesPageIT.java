package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.Postgres;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sinks of recipes.md, as they stand there, with real servers. AMQP is {@code AmqpRecipeIT}, Kafka {@code src/it/kafka}. */
class RecipesPageIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String FROM = "Eve's '); drop table missed_call; -- ${sys.user.home}";
    private static final String PASSWORD = "s3cret+%41&{}#";

    @TempDir
    Path dir;

    @Test
    void aMissedCallIsARowOfPostgres() throws Exception {
        String url = Postgres.newDatabase();
        execute(url, Manual.read().page("recipes").block("missed_call"));
        try (Application application = Recipe.of("sql", dir)
                .set("missed-calls.url", url)
                .set("missed-calls.username", "postgres")
                .start()) {
            Recipe.miss(application, FROM);

            await().atMost(LIMIT).untilAsserted(() -> assertThat(callers(url)).containsExactly(FROM));
            awaitDelivered(application, "sql", 1);
        }
    }

    @Test
    void theApplicationStartsWithoutTheDatabase() throws Exception {
        try (Application application = Recipe.of("sql", dir)
                .set("missed-calls.url", "jdbc:postgresql://127.0.0.1:" + Application.freePort() + "/telephone")
                .start()) {
            assertThat(application
                            .twilio()
                            .post("/voice/status", Twilio.status(Twilio.callSid(), "completed"))
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void anotherBrokerHasEachEvent() throws Exception {
        int port = Application.freePort();
        try (Application application = Recipe.of("estate", dir)
                // goes on until the broker is there
                .set("voice.retry.schedule", String.join(",", Collections.nCopies(200, "500ms")))
                .set("estate.url", Broker.url(port))
                .set("estate.username", Broker.USER)
                .set("estate.password", Broker.PASSWORD)
                .start()) {
            String call = Recipe.miss(application, FROM);
            // it was not there at first
            await().atMost(LIMIT)
                    .until(() -> application.meter("voice_deliveries_total{outcome=\"retried\",sink=\"estate\"}") > 0);
            try (Broker broker = Broker.start(dir.resolve("broker"), port)) {
                broker.server()
                        .createQueue(QueueConfiguration.of("telephone.events").setRoutingType(RoutingType.ANYCAST));
                awaitDelivered(application, "estate", 1);
                try (var connections = new ActiveMQConnectionFactory(Broker.url(port), Broker.USER, Broker.PASSWORD);
                        var reader = connections.createContext()) {
                    Message message = reader.createConsumer(reader.createQueue("telephone.events"))
                            .receive(LIMIT.toMillis());
                    JsonNode event = new ObjectMapper().readTree(((TextMessage) message).getText());

                    assertThat(event.get("type").asText()).isEqualTo("io.voicewebhooks.call.missed");
                    assertThat(event.get("callsid").asText()).isEqualTo(call);
                    assertThat(message.getJMSCorrelationID())
                            .isEqualTo(event.get("id").asText());
                }
            }
        }
    }

    @Test
    void anSftpServerHasAWholeFileOfEachEventAndAnotherServerGetsNone() throws Exception {
        Path files = Files.createDirectories(dir.resolve("files"));
        try (SshServer server = sftp(files, "server")) {
            StringWriter known = new StringWriter();
            known.append("[127.0.0.1]:" + server.getPort() + " ");
            PublicKeyEntry.appendPublicKeyEntry(
                    known,
                    server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic());
            Path knownHosts = Files.writeString(dir.resolve("known_hosts"), known + "\n");
            try (Application application = Recipe.of("sftp", dir)
                    .set("sftp.server", "127.0.0.1:" + server.getPort())
                    .set("sftp.password", PASSWORD)
                    .set("sftp.known-hosts", knownHosts.toString())
                    .start()) {
                String call = Recipe.miss(application, FROM);
                awaitDelivered(application, "sftp", 1);

                List<Path> found = files(files);
                assertThat(found).hasSize(1);
                JsonNode event = new ObjectMapper().readTree(found.get(0).toFile());
                assertThat(files.relativize(found.get(0)))
                        .hasToString("incoming/events/" + event.get("id").asText() + ".json");
                assertThat(event.get("callsid").asText()).isEqualTo(call);
                assertThat(event.get("data").get("From").asText()).isEqualTo(FROM);
            }
        }
    }

    @Test
    void aServerWithAnotherKeyGetsNothing() throws Exception {
        Path files = Files.createDirectories(dir.resolve("files"));
        try (SshServer stranger = sftp(files, "stranger")) {
            Path knownHosts = Files.writeString(dir.resolve("known_hosts"), "");
            try (Application application = Recipe.of("sftp", dir)
                    .set("sftp.server", "127.0.0.1:" + stranger.getPort())
                    .set("sftp.password", PASSWORD)
                    .set("sftp.known-hosts", knownHosts.toString())
                    .start()) {
                Recipe.miss(application, FROM);

                await().atMost(LIMIT).untilAsserted(() -> assertThat(application.deadLetters())
                        .hasSize(1)
                        .allSatisfy(reason -> assertThat(reason).doesNotContain(PASSWORD)));
                assertThat(files(files)).isEmpty();
            }
        }
    }

    private SshServer sftp(Path files, String name) throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(Application.freePort());
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(dir.resolve(name + "-key")));
        server.setPasswordAuthenticator((user, password, session) -> user.equals("voice") && password.equals(PASSWORD));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(files));
        server.start();
        return server;
    }

    private static void awaitDelivered(Application application, String sink, int number) {
        await().atMost(LIMIT)
                .until(() -> application.meter("voice_deliveries_total{outcome=\"delivered\",sink=\"" + sink + "\"}")
                        == number);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void execute(String url, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement made = connection.createStatement()) {
            made.execute(statement);
        }
    }

    private static List<String> callers(String url) throws SQLException {
        List<String> callers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement made = connection.createStatement();
                ResultSet rows = made.executeQuery("select caller from missed_call")) {
            while (rows.next()) {
                callers.add(rows.getString(1));
            }
        }
        return callers;
    }
}
