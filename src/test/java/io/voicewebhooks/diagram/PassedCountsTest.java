package io.voicewebhooks.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running application has counted is what was sent to it. */
class PassedCountsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private Application application;

    @Test
    void routesAndLinksCountWhatPassedAndWhatFailed() {
        try (HttpReceiver http = HttpReceiver.start();
                Application running = Application.with(dir)
                        .set(http.settings())
                        .set("voice.sink.file.enabled", "true")
                        .set("voice.retry.schedule", "1h")
                        .start()) {
            application = running;
            String refused = Twilio.callSid();
            http.answers(post -> post.body().contains(refused) ? 503 : 204);

            for (int i = 0; i < 3; i++) {
                post("/voice/incoming", Twilio.call(Twilio.callSid()), 200);
                post("/voice/status", Twilio.status(Twilio.callSid(), "completed"), 204);
            }
            post("/voice/status", Twilio.status(refused, "busy"), 204);
            post("/voice/status", List.of(Map.entry("CallSid", Twilio.callSid())), 400);

            post("/voice/fallback", Twilio.call(Twilio.callSid()), 200);

            await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(route("sink-http")).isEqualTo("7 taken, 1 failed");
                assertThat(route("sink-file")).isEqualTo("7 taken, 0 failed");
            });
            assertThat(route("incoming-call")).isEqualTo("3 taken, 0 failed");
            assertThat(route("voicemail")).isEqualTo("3 taken, 0 failed");
            assertThat(route("forward")).isEqualTo("0 taken, 0 failed");
            assertThat(route("call-status")).isEqualTo("5 taken, 1 failed");
            assertThat(route("incoming-call-fallback")).isEqualTo("1 taken, 1 failed");
            assertThat(route("invalid")).isEqualTo("1 taken, 0 failed");
            assertThat(route("event-router")).isEqualTo("7 taken, 0 failed");
            assertThat(step("incoming-call", "→ journal:voice.events")).isEqualTo("3 sent, 0 failed");
            assertThat(step("incoming-call", "→ direct:voicemail")).isEqualTo("3 sent, 0 failed");
            assertThat(step("call-status", "→ direct:journal")).isEqualTo("4 sent, 0 failed");
            assertThat(step("call-status", "on BadWebhookException → direct:invalid"))
                    .isEqualTo("1 sent, 0 failed");
            assertThat(step("event-router", "→ queue:voice.sink.http")).isEqualTo("7 sent, 0 failed");
            assertThat(step("sink-http", "→ http:from-the-header")).isEqualTo("7 sent, 1 failed");
            assertThat(step("sink-http", "on Exception → queue:${variable.retryQueue}"))
                    .isEqualTo("1 sent, 0 failed");
        }
    }

    private void post(String path, List<Map.Entry<String, String>> form, int status) {
        assertThat(application.twilio().post(path, form).statusCode()).isEqualTo(status);
    }

    private String route(String id) {
        Map<String, Object> row = row(id);
        return row.get("taken") + " taken, " + row.get("failed") + " failed";
    }

    /** The first of a route with a text. */
    private String step(String route, String text) {
        return steps(row(route)).stream()
                .filter(step -> step.get("text").equals(text))
                .findFirst()
                .map(step -> step.get("sent") + " sent, " + step.get("failed") + " failed")
                .orElseThrow(() -> new AssertionError(
                        steps(row(route)).stream().map(step -> step.get("text")).toList()));
    }

    private Map<String, Object> row(String id) {
        return RouteTable.rows(RouteMap.of(application.context()), PassedCounts.of(application.context()), Map.of())
                .stream()
                .filter(row -> row.get("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> steps(Map<String, Object> row) {
        return (List<Map<String, Object>>) Objects.requireNonNull(row.get("steps"));
    }
}
