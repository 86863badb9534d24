package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.EveryLine;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.Twilio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret of the configuration gets out, whatever fails. */
class SecretsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String URL_PATH = "5ecret-in-the-path";
    private static final String URL_QUERY = "5ecret-in-the-query";
    private static final String BROKER_PASSWORD = "5ecret-of-the-broker";

    private static final List<String> SECRETS = List.of("5ecret", HttpReceiver.SECRET);

    @TempDir
    Path dir;

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

            assertThat(refused).isNotNull();
            for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause)).doesNotContain("5ecret");
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("5ecret"));
        }
    }

    @Test
    void whatKeepsARouteFromStartingIsSaidWithoutTheUrlOfTheSink() {
        List<String> problems = CheckScenario.with(dir.resolve("data"))
                .noSink()
                .set("voice.sink.http.enabled", "true")
                .set(
                        "voice.sink.http.url",
                        "https://example.com/hooks/" + URL_PATH + "?httpVersion=nonsense&followRedirects=" + URL_QUERY)
                .set("voice.sink.http.secret", HttpReceiver.SECRET)
                .problems();

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

            await().untilAsserted(() -> assertThat(http.posts()).hasSize(1).allMatch(HttpReceiver.Post::verified));
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

    private String file(String secret) throws IOException {
        return Files.writeString(Files.createTempFile(dir, "mounted", ""), secret + "\n")
                .toString();
    }
}
