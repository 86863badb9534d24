package io.voicewebhooks.sink.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application whose HTTP endpoint a test lets misbehave. A delivery is tried again after 200 ms, twenty times, and then
 * after an hour.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class HttpSinkScenario {
    static final Duration LIMIT = Duration.ofMinutes(2);

    Path dir;
    HttpReceiver http;
    Application application;
    Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        this.dir = dir;
        http = HttpReceiver.start();
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.retry.schedule", "200ms,".repeat(20) + "1h")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        operator = Operator.of(application);
    }

    @BeforeEach
    void aSinkThatWorksWithNothingWaiting() {
        http.answers(post -> 204).sends((exchange, status) -> exchange.sendResponseHeaders(status, -1));
        operator.types("sinks", "resume", "http");
        operator.types("deliveries", "retry-now", "--all");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(operator.types("sinks", "list").out()).containsPattern("http +active +0 +0"));
        operator.types("dead-letters", "drop", "--all", "--reason", "of the test before");
        http.posts().clear();
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    void awaitNothingQueued() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.depth("voice.sink.http"))
                .isZero());
    }

    /** Has an event for the sink; the call that it is about. */
    String callEnds() {
        String call = Twilio.callSid();
        assertThat(application
                        .twilio()
                        .post("/voice/status", Twilio.status(call, "completed"))
                        .statusCode())
                .isEqualTo(204);
        return call;
    }

    /** The call that a post is about. */
    static String call(ReceivedPost post) {
        return post.json().path("subject").asText();
    }

    static List<String> callsOf(List<ReceivedPost> posts) {
        return posts.stream().map(HttpSinkScenario::call).distinct().toList();
    }
}
