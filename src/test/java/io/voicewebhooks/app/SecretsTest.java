package io.voicewebhooks.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.check.CheckScenario;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.EveryLine;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret of the configuration gets out, whatever fails. */
class SecretsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String TOKEN = "5ecret-auth-token";
    private static final String SIGNING_SECRET = "5ecret-of-a-shared-key";
    private static final String API_KEY_SECRET = "5ecret-of-the-api-key";
    private static final String URL_PATH = "5ecret-in-the-path";
    private static final String URL_QUERY = "5ecret-in-the-query";
    private static final String S3_KEY = "5ecret-access-key";
    private static final String S3_SECRET = "5ecret-of-s3";
    private static final String MAIL_PASSWORD = "5ecret-of-the-mail-server";
    private static final String BROKER_PASSWORD = "5ecret-of-the-broker";
    private static final String MANAGEMENT_TOKEN = "5ecret-management-token";

    private static final List<String> SECRETS = List.of(
            "5ecret",
            HttpReceiver.SECRET,
            HttpReceiver.SECRET.substring("whsec_".length()),
            base64("SK" + "1".repeat(32) + ":" + API_KEY_SECRET));

    @TempDir
    Path dir;

    @Test
    void whateverSinkFailsNoSecretIsLoggedShownKeptOrAnswered() throws Exception {
        List<String> seen = new ArrayList<>();
        HttpReceiver http = HttpReceiver.start().answers(post -> 500);
        try (EveryLine log = EveryLine.record();
                S3Server s3 = S3Server.start(dir.resolve("s3"));
                MailServer mail = MailServer.start();
                RecordingServer media = RecordingServer.start("nobody", "another password")) {
            String url = http.url() + "/" + URL_PATH + "?token=" + URL_QUERY;
            try (Application application = Application.with(dir.resolve("data"))
                    .set(media.settings())
                    .set(s3.settings())
                    .set(mail.settings())
                    .set("twilio.auth-token", TOKEN)
                    .set("twilio.signing-keys.key_1", SIGNING_SECRET)
                    .set("twilio.signing-keys.key_2-file", file(SIGNING_SECRET + "-2"))
                    .set("twilio.api-key-sid", "SK" + "1".repeat(32))
                    .set("twilio.api-key-secret-file", file(API_KEY_SECRET))
                    .set("voice.sink.s3.access-key", S3_KEY)
                    .set("voice.sink.s3.secret-key-file", file(S3_SECRET))
                    .set("voice.sink.email.username", "voice")
                    .set("voice.sink.email.password-file", file(MAIL_PASSWORD))
                    .without("voice.sink.s3.secret-key")
                    .set("voice.sink.file.enabled", "true")
                    .set("voice.sink.http.enabled", "true")
                    .set("voice.sink.http.url", url)
                    .set("voice.sink.http.secret-file", file(HttpReceiver.SECRET))
                    .set("voice.broker.listen", "tcp://127.0.0.1:" + Application.freePort())
                    .set("voice.broker.username", "estate")
                    .set("voice.broker.password-file", file(BROKER_PASSWORD))
                    .set("voice.management.token-file", file(MANAGEMENT_TOKEN))
                    .set("voice.retry.schedule", "100ms")
                    .start()) {
                Twilio twilio = new Twilio(application.url(), Twilio.PUBLIC_URL, TOKEN);
                seen.add(twilio.post("/voice/status", Twilio.status(Twilio.callSid(), "busy"), "forged")
                        .toString());
                seen.add(RawRequest.post("/voice/status", Twilio.encode(Twilio.status(Twilio.callSid(), "busy")))
                        .header("X-Twilio-Signature", "forged")
                        .header("X-Twilio-Webhooks-Signature-Settings", "key=key_2,algorithm=HMAC_SHA256")
                        .sendTo(application.url())
                        .toString());
                seen.add(twilio.post("/voice/status", Twilio.status(Twilio.callSid(), "no-answer"))
                        .toString());
                seen.add(twilio.post(
                                "/voice/recording",
                                Twilio.recording(Twilio.callSid(), Twilio.recordingSid(), "completed"))
                        .toString());

                Operator operator = Operator.of(application).withToken(MANAGEMENT_TOKEN);
                await().atMost(LIMIT).untilAsserted(() -> assertThat(
                                operator.json("/operations/dead-letters").path("deadLetters"))
                        .extracting(letter -> letter.path("sink").asText())
                        .contains("s3", "email", "http"));
                http.close();
                seen.add(twilio.post("/voice/status", Twilio.status(Twilio.callSid(), "no-answer"))
                        .toString());
                await().atMost(LIMIT).untilAsserted(() -> assertThat(
                                operator.json("/operations/dead-letters").path("deadLetters"))
                        .extracting(letter -> letter.path("lastError").asText())
                        .anyMatch(error -> error.contains("refused")));

                look(application, operator, seen);
            }
            assertThat(http.posts()).isNotEmpty().allMatch(ReceivedPost::verified);
            assertThat(http.posts().get(0).path()).endsWith(URL_PATH + "?token=" + URL_QUERY);
            seen.addAll(log.lines());
        }

        assertThat(seen).hasSizeGreaterThan(50).noneMatch(text -> SECRETS.stream()
                .anyMatch(text::contains));
    }

    private static void look(Application application, Operator operator, List<String> seen) throws Exception {
        String everything = "?exposureLevel=full&data=true&stackTrace=true";
        for (String path : List.of("/observe/health", "/observe/health/live", "/observe/health/ready")) {
            seen.add(application.management(path).body());
            seen.add(application.management(path + everything).body());
        }
        seen.add(application.management("/observe/metrics").body());
        for (String path : List.of("/operations/dead-letters", "/operations/deliveries", "/operations/sinks")) {
            seen.add(operator.get(path).body());
            seen.add(operator.withToken("wrong").get(path).body());
        }
        for (JsonNode letter : operator.json("/operations/dead-letters").path("deadLetters")) {
            String path = "/operations/dead-letters/" + letter.path("id").asText();
            seen.add(operator.get(path).body());
            seen.add(operator.withToken(null).get(path).body());
        }
        try (JMSContext session =
                Journal.of(application.context()).connectionFactory().createContext()) {
            for (String queue : List.of("voice.dead-letter", "voice.sink.s3", "voice.sink.http", "voice.sink.email")) {
                Enumeration<?> messages =
                        session.createBrowser(session.createQueue(queue)).getEnumeration();
                while (messages.hasMoreElements()) {
                    seen.add(everythingOf((Message) messages.nextElement()));
                }
            }
        }
    }

    private static String everythingOf(Message message) throws JMSException {
        StringBuilder text = new StringBuilder(message.getBody(String.class));
        for (Enumeration<?> names = message.getPropertyNames(); names.hasMoreElements(); ) {
            text.append(message.getObjectProperty(names.nextElement().toString()));
        }
        return text.toString();
    }

    @Test
    void whenTheBrokerGoesAwayInTheMiddleOfAFailedDeliveryTheUrlOfTheSinkIsNotLogged() throws Exception {
        int port = Application.freePort();
        try (EveryLine log = EveryLine.record();
                HttpReceiver http = HttpReceiver.start()) {
            Broker broker = Broker.start(dir.resolve("broker"), port);
            http.answers(post -> {
                broker.close();
                return 500;
            });
            try (Application application = Application.with(dir.resolve("data"))
                    .set(http.settings())
                    .set("voice.sink.http.url", http.url() + "/" + URL_PATH)
                    .set("voice.broker.url", Broker.url(port))
                    .set("voice.broker.username", Broker.USER)
                    .set("voice.broker.password", Broker.PASSWORD)
                    .start()) {
                application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
                await().atMost(LIMIT).untilAsserted(() -> assertThat(log.lines())
                        .anyMatch(line -> line.contains("the endpoint answered 500")));
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(log.lines()).anyMatch(line -> line.contains("New exception")));
            } finally {
                broker.close();
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("5ecret") || line.contains(Broker.PASSWORD));
        }
    }

    @Test
    void aBrokerThatRefusesUsIsNamedWithoutThePassword() throws Exception {
        int port = Application.freePort();
        try (EveryLine log = EveryLine.record();
                Broker broker = Broker.start(dir.resolve("broker"), port)) {
            assertThat(broker.has("voice.events")).isFalse();
            Application.Builder wrong = Application.with(dir.resolve("data"))
                    .set("voice.broker.url", Broker.url(port) + "?trustStorePassword=5ecret")
                    .set("voice.broker.username", Broker.USER)
                    .set("voice.broker.password", BROKER_PASSWORD);

            Throwable refused = catchThrowable(wrong::start);

            for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause)).doesNotContain("5ecret");
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("5ecret"));
        }
    }

    /** In a route that uses it as the URI of an endpoint. */
    @Test
    void whatKeepsARouteFromStartingIsSaidWithoutTheUrlOfTheSink() throws IOException {
        RouteFolder routes =
                RouteFolder.copiedTo(dir).replace("sink-http.camel.yaml", "http:from-the-header", "\"{{url}}\"");
        List<String> problems = CheckScenario.with(dir.resolve("data"))
                .noSink()
                .set("voice.sink.http.enabled", "true")
                .set(
                        "voice.sink.http.url",
                        "https://example.com/hooks/" + URL_PATH + "?httpVersion=nonsense&followRedirects=" + URL_QUERY)
                .set("voice.sink.http.secret", HttpReceiver.SECRET)
                .problems(routes);

        assertThat(problems)
                .isNotEmpty()
                .anyMatch(problem -> problem.contains("sink-http"))
                .noneMatch(problem -> SECRETS.stream().anyMatch(problem::contains));
    }

    @Test
    void aPlaceholderOfASecretThatIsInAFileHasItsValue() throws Exception {
        try (HttpReceiver http = HttpReceiver.start();
                Application application = Application.with(dir.resolve("data"))
                        .set("voice.sink.http.enabled", "true")
                        .set("voice.sink.http.url-file", file(http.url()))
                        .set("voice.sink.http.secret-file", file(HttpReceiver.SECRET))
                        .start()) {
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));

            await().untilAsserted(() -> assertThat(http.posts()).hasSize(1).allMatch(ReceivedPost::verified));
            assertThat(application.context().resolvePropertyPlaceholders("{{voice.sink.http.secret}}"))
                    .isEqualTo(HttpReceiver.SECRET);
        }
    }

    @Test
    void aFileThatCannotBeReadStopsTheStart() {
        assertThatThrownBy(Application.with(dir.resolve("data"))
                        .set(
                                "voice.management.token-file",
                                dir.resolve("5ecret").toString())::start)
                .hasMessage("the file of voice.management.token-file cannot be read (NoSuchFileException); allowed: a"
                        + " readable file with the value of voice.management.token");
    }

    private static String base64(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private String file(String secret) throws IOException {
        return Files.writeString(Files.createTempFile(dir, "mounted", ""), secret + "\n")
                .toString();
    }
}
