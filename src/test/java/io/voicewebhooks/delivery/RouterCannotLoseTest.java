package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule of the router that throws costs time, never an event. */
class RouterCannotLoseTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String BEFORE_HTTP = "        # HTTP: every event\n";
    private static final String FAULTY = """
            - filter:
                simple: "${header.type} == 'call.busy'"
                steps:
                  - throwException:
                      exceptionType: java.lang.IllegalStateException
                      message: a faulty rule
            """.indent(8);

    @TempDir
    Path dir;

    @Test
    void anEventWhoseRuleThrowsIsTriedAgainWhileOthersGoOnAndArrivesOnceTheRuleIsRight() throws IOException {
        String call = Twilio.callSid();
        try (HttpReceiver http = HttpReceiver.start()) {
            Application.Builder settings = Application.with(dir.resolve("data")).set(http.settings());
            try (Application application = settings.routes(faultyRoutes()).start()) {
                application.twilio().post("/voice/status", Twilio.status(call, "busy"));
                application.twilio().post("/voice/status", Twilio.status(call, "completed"));
                application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));

                await().atMost(LIMIT).untilAsserted(() -> assertThat(http.delivered())
                        .containsOnly("call.completed")
                        .hasSize(2));
                await().atMost(LIMIT).untilAsserted(() -> assertThat(
                                application.management("/observe/health").body())
                        .contains("\"router\"", "a rule of the router fails"));
                assertThat(application.management("/observe/health/ready").statusCode())
                        .isEqualTo(200);
                assertThat(application.depth("voice.events")).isEqualTo(1);
                assertThat(application.depth("voice.dead-letter")).isZero();
            }
            try (Application application =
                    settings.routes("file:routes/*.camel.yaml").start()) {
                await().atMost(LIMIT).untilAsserted(() -> assertThat(http.delivered())
                        .contains("call.busy")
                        .hasSize(3));
                assertThat(application.depth("voice.dead-letter")).isZero();
            }
        }
    }

    private String faultyRoutes() throws IOException {
        Path routes = Files.createDirectories(dir.resolve("routes"));
        List<Path> files;
        try (var found = Files.list(Path.of("routes"))) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String text = Files.readString(file);
            Files.writeString(routes.resolve(file.getFileName()), text.replace(BEFORE_HTTP, FAULTY + BEFORE_HTTP));
        }
        return "file:" + routes + "/*.camel.yaml";
    }
}
