package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** How deliveries went, in the log and as operators see them. */
@TestInstance(Lifecycle.PER_CLASS)
class LoggedDeliveriesTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private HttpReceiver http;
    private MailServer mail;
    private Application application;
    private Operator operator;
    private LogFile log;

    @BeforeAll
    void start(@TempDir Path dir) {
        http = HttpReceiver.start();
        mail = MailServer.start();
        application = Application.with(dir)
                .set(http.settings())
                .set(mail.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.sink.calls.enabled", "true")
                .set("voice.retry.schedule", "200ms,300ms,1h")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        operator = Operator.of(application);
        log = LogFile.of(dir.resolve("calls.db"));
    }

    @AfterAll
    void stop() {
        application.close();
        mail.close();
        http.close();
    }

    @BeforeEach
    void everythingWorks() {
        http.answers(post -> 204);
    }

    private String callEnds(String status) {
        String call = Twilio.callSid();
        assertThat(application
                        .twilio()
                        .post("/voice/status", Twilio.status(call, status))
                        .statusCode())
                .isEqualTo(204);
        return call;
    }

    private Map<String, Object> row(String call, String sink, String state, int tries) {
        return await().atMost(LIMIT)
                .until(
                        () -> log.delivery(call, sink),
                        row -> state.equals(row.get("state")) && (Integer) row.get("tries") == tries);
    }

    /** As {@code /operations/calls/{CallSid}} tells it. */
    private JsonNode shown(String call, String sink, String state) {
        return await().atMost(LIMIT)
                .until(
                        () -> operator.json("/operations/calls/" + call)
                                .path("deliveries")
                                .valueStream()
                                .filter(each -> each.path("sink").asText().equals(sink))
                                .findFirst()
                                .orElse(MissingNode.getInstance()),
                        each -> each.path("state").asText().equals(state));
    }

    private static List<String> errors(Map<String, Object> row) {
        return Kept.list((String) row.get("attempts")).stream()
                .map(each -> each.getOrDefault("error", "-"))
                .toList();
    }

    @Test
    void twoFailuresAndASuccessAreThreeTriesWithTheirReasons() {
        http.answers(post -> http.about(post.callSid()).size() < 2 ? 503 : 204);

        String call = callEnds("completed");

        assertThat(errors(row(call, "http", "delivered", 3)))
                .containsExactly("the endpoint answered 503", "the endpoint answered 503", "-");
        assertThat(row(call, "file", "delivered", 1)).containsEntry("attempts", null);
        assertThat(log.call(call)).containsEntry("undelivered", 0);
        JsonNode shown = shown(call, "http", "delivered");
        assertThat(shown.path("tries").asInt()).isEqualTo(3);
        assertThat(shown.path("attempts")).hasSize(3);
    }

    @Test
    void aMailIsADelivery() {
        String call = callEnds("no-answer");

        row(call, "email", "delivered", 1);
        assertThat(mail.mails()).hasSize(1);
    }

    @Test
    void whatIsTriedAgainLaterIsUndelivered() {
        http.answers(post -> 503);

        String call = callEnds("completed");

        Map<String, Object> row = row(call, "http", "retrying", 3);
        assertThat(row).containsEntry("reason", "the endpoint answered 503");
        assertThat((Long) row.get("next_at")).isGreaterThan((Long) row.get("updated") + 3_500_000);
        assertThat(log.call(call)).containsEntry("undelivered", 1);
        assertThat(shown(call, "http", "retrying").path("nextTry").asText()).startsWith("20");

        http.answers(post -> 204);
        operator.types("deliveries", "retry-now", "--all");
        assertThat(errors(row(call, "http", "delivered", 4))).last().isEqualTo("-");
        assertThat(log.call(call)).containsEntry("undelivered", 0);
    }

    @Test
    void eachRedriveIsAFurtherTry() {
        http.answers(post -> 422);
        String call = callEnds("completed");
        row(call, "http", "dead", 1);
        assertThat(log.call(call)).containsEntry("undelivered", 1);

        operator.types(
                "dead-letters",
                "redrive",
                shown(call, "http", "dead").path("deadLetterId").asText());
        row(call, "http", "dead", 2);
        JsonNode dead = shown(call, "http", "dead");
        assertThat(dead.path("tries").asInt()).isEqualTo(2);
        assertThat(dead.path("attempts")).hasSize(2);

        http.answers(post -> 204);
        operator.types("dead-letters", "redrive", dead.path("deadLetterId").asText());
        assertThat(errors(row(call, "http", "delivered", 3)))
                .containsExactly("the endpoint answered 422", "the endpoint answered 422", "-");
        assertThat(log.call(call)).containsEntry("undelivered", 0);
    }

    @Test
    void whatWaitsForASinkThatIsPausedIsHeldAndTheOtherSinksGoOn() {
        operator.types("sinks", "pause", "http", "--reason", "maintenance");

        String call = callEnds("completed");

        row(call, "file", "delivered", 1);
        assertThat(shown(call, "http", "held").path("reason").asText()).contains("maintenance");
        assertThat(log.delivery(call, "http")).isEmpty();

        operator.types("sinks", "resume", "http");
        row(call, "http", "delivered", 1);
        shown(call, "http", "delivered");
    }
}
