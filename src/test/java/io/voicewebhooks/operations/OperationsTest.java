package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with deliveries that wait and with sinks. */
@TestInstance(Lifecycle.PER_CLASS)
class OperationsTest {
    private static final String CALLERS_NUMBER = "5551230001";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private HttpReceiver http;
    private Application application;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        http = HttpReceiver.start();
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.retry.schedule", "1h")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        operator = Operator.of(application);
    }

    @BeforeEach
    void nothingWaits() {
        http.answers(post -> 204);
        operator.types("sinks", "resume", "http");
        operator.types("deliveries", "retry-now", "--all");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(operator.types("sinks", "list").out()).containsPattern("http +active +0 +0"));
        http.posts().clear();
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    private String callEnds() {
        String call = Twilio.callSid();
        application.twilio().post("/voice/status", Twilio.status(call, "completed"));
        return call;
    }

    private void awaitWaiting(int deliveries) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        operator.json("/operations/deliveries").path("total").asInt())
                .isEqualTo(deliveries));
    }

    /** Each has failed once, and nothing of any sink is under way, which would count twice for a moment. */
    private void awaitRetries(int retries) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(operator.types("sinks", "list").out())
                        .containsPattern("http +\\w+ +0 +" + retries)
                        .containsPattern("file +active +0 +0"));
    }

    @Test
    void aDeliveryThatWaitsIsListedWithItsNextTryAndNoCallersNumber() {
        http.answers(post -> 409);
        String call = callEnds();
        awaitRetries(1);

        Outcome list = operator.types("deliveries", "list", "--sink", "http");

        assertThat(list.err()).isEmpty();
        assertThat(list.status()).isZero();
        assertThat(list.out())
                .contains("NEXT TRY", "http", "call.completed", call, "the endpoint answered 409", "1 in all")
                .doesNotContain(CALLERS_NUMBER);
        var delivery = operator.json("/operations/deliveries").at("/deliveries/0");
        assertThat(delivery.path("state").asText()).isEqualTo("retrying");
        assertThat(delivery.path("attempts").asInt()).isEqualTo(1);
        assertThat(delivery.path("eventId").asText())
                .isEqualTo(http.posts().get(0).header("webhook-id"));
        assertThat(Instant.parse(delivery.path("nextTry").asText()))
                .isBetween(Instant.now().plusSeconds(3_000), Instant.now().plusSeconds(4_400));
        assertThat(operator.types("deliveries", "list", "--sink", "file").out()).contains("0 in all");
    }

    @Test
    void manyWaitingDeliveriesComeInPages() {
        http.answers(post -> 409);
        for (int i = 0; i < 300; i++) {
            callEnds();
        }
        awaitRetries(300);

        assertThat(operator.types("deliveries", "list", "--offset", "200").out())
                .contains("300 in all, 100 shown")
                .doesNotContain("--offset 300");
        assertThat(operator.json("/operations/deliveries?limit=7").path("deliveries"))
                .hasSize(7);
    }

    @Test
    void whatWaitsBehindAPausedSinkIsListedInPagesBeforeWhatIsTriedAgain() {
        http.answers(post -> 409);
        String first = callEnds();
        awaitRetries(1);
        operator.types("sinks", "pause", "http", "--reason", "CRM moves");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        application.context().getRouteController().getRouteStatus("sink-http"))
                .matches(status -> status.isStopped()));
        List<String> held = Stream.generate(this::callEnds).limit(6).toList();
        awaitWaiting(7);

        assertThat(calls(""))
                .containsExactlyElementsOf(
                        Stream.concat(held.stream(), Stream.of(first)).toList());
        assertThat(calls("?offset=2&limit=3")).isEqualTo(held.subList(2, 5));
        assertThat(calls("?offset=5&limit=9")).containsExactly(held.get(5), first);
        assertThat(calls("?call-sid=" + held.get(4))).containsExactly(held.get(4));
        assertThat(calls("?call-sid=" + first)).containsExactly(first);
        assertThat(calls("?type=call.busy")).isEmpty();
        assertThat(calls("?since=1h&sink=http")).hasSize(7);
        assertThat(calls("?until=1h")).isEmpty();
        assertThat(operator.types("deliveries", "list", "--sink", "s3").err())
                .startsWith("sink = s3; allowed: file, http");
        assertThat(operator.json("/operations/deliveries?call-sid=" + first)
                        .at("/deliveries/0/state")
                        .asText())
                .isEqualTo("retrying");
    }

    private List<String> calls(String query) {
        return operator.json("/operations/deliveries" + query)
                .path("deliveries")
                .findValuesAsText("callSid");
    }

    @Test
    void retryNowDeliversAtOnceWhateverTheScheduleSays() {
        http.answers(post -> 409);
        callEnds();
        callEnds();
        awaitRetries(2);
        http.answers(post -> 204);

        try (LogLines log = LogLines.record()) {
            Outcome retry = operator.types("deliveries", "retry-now", "--sink", "http", "--as", "alice");

            assertThat(retry.err()).isEmpty();
            assertThat(retry.out()).isEqualTo("retried: 2" + System.lineSeparator());
            assertThat(retry.status()).isZero();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(http.delivered())
                    .containsExactly("call.completed", "call.completed"));
            assertThat(log.lines())
                    .contains("INFO alice at 127.0.0.1 brings 2 waiting deliveries of the sink http forward")
                    .noneMatch(line -> line.contains(CALLERS_NUMBER));
        }
        awaitWaiting(0);
        assertThat(http.posts().stream().map(post -> post.header("webhook-id")).distinct())
                .hasSize(2);
    }

    @Test
    void nothingIsRetriedUnlessASinkOrAllIsSaid() {
        assertThat(operator.types("deliveries", "retry-now").status()).isEqualTo(2);
        assertThat(operator.types("deliveries", "retry-now").err()).contains("--all");
        assertThat(operator.types("deliveries", "retry-now", "--sink", "s3").err())
                .startsWith("sink = s3; allowed: file, http");
    }

    @Test
    void aSinkThatAnOperatorPausesHoldsItsEventsUntilItIsResumed() {
        try (LogLines log = LogLines.record()) {
            Outcome pause = operator.types("sinks", "pause", "http", "--reason", "\"CRM\" moves", "--as", "a\tb");

            assertThat(pause.err()).isEmpty();
            assertThat(pause.out()).contains("state: held").contains("reason: \"CRM\" moves (a?b at 127.0.0.1)");
            assertThat(pause.status()).isZero();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            application.context().getRouteController().getRouteStatus("sink-http"))
                    .matches(status -> status.isStopped()));
            callEnds();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            operator.types("sinks", "list").out())
                    .containsPattern("http +held +1 +0 +\"CRM\" moves")
                    .containsPattern("file +active +0 +0"));
            assertThat(http.posts()).isEmpty();
            assertThat(operator.types("deliveries", "list").out())
                    .containsPattern("http +held .*call.completed .* 0 +- +\"CRM\" moves")
                    .contains("1 in all");
            Outcome drop = operator.types("deliveries", "drop", "--sink", "http", "--reason", "x");
            assertThat(drop.err())
                    .contains("only what waits for a sink that is off or gone is dropped; that is: nothing");
            assertThat(drop.status()).isEqualTo(1);
            // JSON that is read once is the text, without an escape that is left over
            assertThat(operator.json("/observe/health").findValuesAsText("message"))
                    .anyMatch(message -> message.contains("http is held: 'CRM' moves"));

            Outcome resume = operator.types("sinks", "resume", "http");

            assertThat(resume.out()).contains("state: active");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.completed"));
            assertThat(log.lines())
                    .contains("INFO a?b at 127.0.0.1 pauses the sink http: \"CRM\" moves")
                    .contains("INFO 127.0.0.1 resumes the sink http");
        }
    }

    @Test
    void aSinkThatIsNotThereIsNotFoundAndTheOthersAreNamed() {
        Outcome pause = operator.types("sinks", "pause", "s3", "--reason", "x");

        assertThat(pause.status()).isEqualTo(1);
        assertThat(pause.err()).contains("there is no sink s3").contains("file, http");
        assertThat(operator.post("/operations/sinks/s3/resume").statusCode()).isEqualTo(404);
    }

    @Test
    void aSinkIsNotPausedWithoutAReason() {
        assertThat(operator.types("sinks", "pause", "http").status()).isEqualTo(2);
        assertThat(operator.types("sinks", "list").out()).containsPattern("http +active");
    }

    @Test
    void aCommandThatIsNotUnderstoodSaysWhatThereIs() {
        for (String[] command : new String[][] {
            {"sinks"},
            {"sinks", "stop", "http"},
            {"sinks", "resume"},
            {"sinks", "list", "http"},
            {"dead-letters", "show"},
            {"dead-letters", "list", "--sink"},
            {"dead-letters", "list", "--sink", "a", "--sink", "b"}
        }) {
            Outcome outcome = operator.types(command);
            assertThat(outcome.status()).isEqualTo(2);
            assertThat(outcome.err())
                    .containsPattern(
                            "\njava -jar voice-webhooks.jar " + command[0] + ".* --help lists what can be typed\n$");
            assertThat(outcome.out()).isEmpty();
        }
    }

    @Test
    void anAnswerCanBePrintedAsItComes() {
        assertThat(operator.types("sinks", "list", "--json").out())
                .startsWith("{\"sinks\":[{\"name\":\"file\",\"state\":\"active\",");
    }
}
