package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.support.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator does with deliveries that failed for good. */
@TestInstance(Lifecycle.PER_CLASS)
class DeadLettersTest {
    private static final String CALLERS_NUMBER = "5551230001";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private HttpReceiver http;
    private Application application;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        http = HttpReceiver.start();
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.management.token", Operator.TOKEN)
                .start();
        operator = Operator.of(application);
    }

    @BeforeEach
    void noLetterYet() {
        operator.types("dead-letters", "drop", "--all", "--reason", "another test");
        http.answers(post -> 422).posts().clear();
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    private String fails(String status) {
        String call = Twilio.callSid();
        int before = total();
        application.twilio().post("/voice/status", Twilio.status(call, status));
        awaitTotal(before + 1);
        return call;
    }

    private int total() {
        return operator.json("/operations/dead-letters").path("total").asInt();
    }

    private void awaitTotal(int total) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(total()).isEqualTo(total));
    }

    private String idOf(String call) {
        return operator.json("/operations/dead-letters?call-sid=" + call)
                .at("/deadLetters/0/id")
                .asText();
    }

    @Test
    void aListSaysWhatFailedAndWhyButNoCallersNumber() {
        String call = fails("completed");

        Outcome list = operator.types("dead-letters", "list");

        assertThat(list.err()).isEmpty();
        assertThat(list.status()).isZero();
        assertThat(list.out())
                .contains("LAST ERROR", "http", "call.completed", call, "the endpoint answered 422", idOf(call))
                .contains("1 in all, 1 shown")
                .doesNotContain(CALLERS_NUMBER);
        assertThat(operator.get("/operations/dead-letters").body()).doesNotContain(CALLERS_NUMBER);
    }

    @Test
    void aLetterIsShownWithItsEventAndEveryErrorAndNoUrl() {
        String call = fails("completed");

        Outcome show = operator.types("dead-letters", "show", idOf(call));

        assertThat(show.err()).isEmpty();
        assertThat(show.status()).isZero();
        assertThat(show.out())
                .contains("sink: http", "attempts: 1", "firstFailure: 20", "lastFailure: 20", "errors:", "event:")
                .containsPattern("  20\\S+Z  the endpoint answered 422")
                .contains(CALLERS_NUMBER)
                .doesNotContain("/hooks/voice");
        JsonNode letter = operator.json("/operations/dead-letters/" + idOf(call));
        assertThat(letter.at("/event/callsid").asText()).isEqualTo(call);
        assertThat(letter.at("/errors/0/error").asText()).isEqualTo("the endpoint answered 422");
        assertThat(letter.path("eventId").asText())
                .isEqualTo(letter.at("/event/id").asText());
    }

    @Test
    void aLetterThatIsRedrivenAfterTheRepairArrivesOnceWithItsId() {
        String call = fails("completed");
        String webhookId = http.posts().get(0).header("webhook-id");
        http.answers(post -> 204);

        Outcome redrive = operator.types("dead-letters", "redrive", idOf(call), "--as", "alice");

        assertThat(redrive.err()).isEmpty();
        assertThat(redrive.out()).isEqualTo("redriven: 1" + System.lineSeparator());
        assertThat(redrive.status()).isZero();
        await().untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.completed"));
        assertThat(http.posts()).hasSize(2).allMatch(HttpReceiver.Post::verified);
        assertThat(http.posts().get(1).header("webhook-id")).isEqualTo(webhookId);
        assertThat(http.posts().get(1).body()).isEqualTo(http.posts().get(0).body());
        assertThat(total()).isZero();
    }

    @Test
    void aLetterThatFailsAgainHasItsAttemptsCountedAfresh() {
        String call = fails("completed");
        String first = idOf(call);

        assertThat(operator.types("dead-letters", "redrive", first).status()).isZero();

        await().untilAsserted(() -> assertThat(idOf(call)).isNotEmpty().isNotEqualTo(first));
        JsonNode letter = operator.json("/operations/dead-letters/" + idOf(call));
        assertThat(letter.path("attempts").asInt()).isEqualTo(1);
        assertThat(letter.path("errors")).hasSize(1);
        assertThat(operator.types("dead-letters", "show", first).status()).isEqualTo(1);
    }

    @Test
    void everyLetterThatAFilterMeansIsRedrivenAndNoOther() {
        fails("busy");
        fails("completed");
        fails("busy");
        http.answers(post -> 204);

        Outcome redrive = operator.types("dead-letters", "redrive", "--type", "call.busy", "--sink", "http");

        assertThat(redrive.out()).contains("redriven: 2").contains("left: 0");
        await().untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.busy", "call.busy"));
        assertThat(total()).isEqualTo(1);
        assertThat(operator.types("dead-letters", "redrive", "--all").out()).contains("redriven: 1");
        await().untilAsserted(
                        () -> assertThat(http.delivered()).containsExactly("call.busy", "call.busy", "call.completed"));
    }

    @Test
    void aLetterThatComesBackWhileAllAreRedrivenIsNotRedrivenAgain() {
        for (int i = 0; i < 5; i++) {
            fails("busy");
        }

        assertThat(operator.types("dead-letters", "redrive", "--all").out()).contains("redriven: 5");

        awaitTotal(5);
        assertThat(http.posts()).hasSize(10);
    }

    @Test
    void aLetterThatIsDroppedIsGoneAndTheLogSaysWhoAndWhy() {
        String call = fails("completed");
        String id = idOf(call);
        try (LogLines log = LogLines.record()) {
            Outcome drop = operator.types("dead-letters", "drop", id, "--reason", "test\ncall", "--as", "bob");

            assertThat(drop.err()).isEmpty();
            assertThat(drop.out()).contains("dropped: 1");
            assertThat(drop.status()).isZero();
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("INFO bob at 127.0.0.1 drops (test?call) the dead letter " + id)
                            .contains(call, "call.completed", "http"))
                    .noneMatch(line -> line.contains(CALLERS_NUMBER));
        }
        assertThat(total()).isZero();
        assertThat(http.posts()).hasSize(1);
    }

    @Test
    void nothingIsDroppedWithoutAReason() {
        String call = fails("completed");

        Outcome one = operator.types("dead-letters", "drop", idOf(call));
        Outcome many = operator.types("dead-letters", "drop", "--sink", "http");

        assertThat(one.status()).isEqualTo(2);
        assertThat(one.err()).contains("reason is missing");
        assertThat(many.status()).isEqualTo(2);
        assertThat(many.err()).contains("reason is missing");
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void nothingIsDoneToAllUnlessAllIsSaid() {
        fails("completed");

        Outcome redrive = operator.types("dead-letters", "redrive");
        Outcome drop = operator.types("dead-letters", "drop", "--reason", "no");

        assertThat(redrive.status()).isEqualTo(2);
        assertThat(redrive.err()).contains("all=true");
        assertThat(drop.status()).isEqualTo(2);
        assertThat(total()).isEqualTo(1);
        assertThat(operator.types("dead-letters", "drop", "--all", "--reason", "yes")
                        .out())
                .contains("dropped: 1");
        assertThat(total()).isZero();
    }

    @Test
    void eachFilterMeansWhatItSays() {
        String busy = fails("busy");
        Instant between = Instant.now();
        String completed = fails("completed");

        assertThat(operator.types("dead-letters", "list", "--type", "call.busy").out())
                .contains(busy)
                .doesNotContain(completed);
        assertThat(operator.types("dead-letters", "list", "--call-sid", completed)
                        .out())
                .contains(completed)
                .doesNotContain(busy);
        assertThat(operator.types("dead-letters", "list", "--since", between.toString())
                        .out())
                .contains(completed)
                .doesNotContain(busy);
        assertThat(operator.types("dead-letters", "list", "--until", between.toString())
                        .out())
                .contains(busy)
                .doesNotContain(completed);
        assertThat(operator.types("dead-letters", "list", "--sink", "s3").out()).contains("0 in all");
        assertThat(operator.types("dead-letters", "list", "--since", "1h", "--sink", "http")
                        .out())
                .contains("2 in all");
        assertThat(operator.types("dead-letters", "list", "--until", "1h").out())
                .contains("0 in all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "since=yesterday | since = yesterday; allowed: a time such as 2026-11-24T08:00:00Z, or how long ago",
                "call-sid=CA1 | call-sid = CA1; allowed: CA and 32 hexadecimal digits",
                "type=%27 | type = '; allowed: a type of event, such as call.completed",
                "sink=a%20or%20b | sink = a or b; allowed: the name of a sink",
                "limit=1001 | limit = 1001; allowed: a number from 0 to 1000",
                "offset=-1 | offset = -1; allowed: a number from 0 to",
                "snik=http | unknown parameter snik; allowed: call-sid, limit, offset, since, sink, type, until",
                "sink=a&sink=b | sink = a, b; allowed: one value"
            })
    void aFilterThatIsWrongIsNamedWithWhatIsAllowed(String query, String error) {
        var response = operator.get("/operations/dead-letters?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Operator.json(response).path("error").asText()).startsWith(error);
    }

    @Test
    void aFilterInABodyIsRefusedRatherThanIgnored() {
        fails("completed");

        var response = operator.postForm("/operations/dead-letters/drop?sink=http&reason=x", "type=call.busy");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(total()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"show", "redrive", "drop"})
    void anIdThatIsNotThereIsNotFound(String verb) {
        String[] command = verb.equals("drop")
                ? new String[] {"dead-letters", verb, "no' OR '1'='1", "--reason", "x"}
                : new String[] {"dead-letters", verb, "4711"};

        Outcome outcome = operator.types(command);

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("there is no dead letter ");
        assertThat(operator.get("/operations/dead-letters/4711").statusCode()).isEqualTo(404);
    }

    @Test
    void aLongListComesInPages() {
        for (int i = 0; i < 250; i++) {
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
        }
        awaitTotal(250);

        Set<String> ids = new HashSet<>();
        for (int offset = 0; offset < 250; offset += 100) {
            JsonNode page = operator.json("/operations/dead-letters?offset=" + offset);
            assertThat(page.path("total").asInt()).isEqualTo(250);
            assertThat(page.path("deadLetters")).hasSize(Math.min(100, 250 - offset));
            page.path("deadLetters").forEach(letter -> ids.add(letter.path("id").asText()));
        }
        assertThat(ids).hasSize(250);
        assertThat(operator.types("dead-letters", "list").out())
                .endsWith("250 in all, 100 shown; the next ones: --offset 100" + System.lineSeparator());
        assertThat(operator.types("dead-letters", "list", "--offset", "200").out())
                .endsWith("250 in all, 50 shown" + System.lineSeparator());

        assertThat(operator.types("dead-letters", "drop", "--sink", "http", "--reason", "test")
                        .out())
                .contains("dropped: 250");
        assertThat(total()).isZero();
    }

    @Test
    void aLetterOfASinkThatIsSwitchedOffStays(@TempDir Path dir) {
        Application.Builder settings =
                Application.with(dir).set(http.settings()).set("voice.management.token", Operator.TOKEN);
        try (Application before = settings.start()) {
            before.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(Operator.of(before)
                            .json("/operations/dead-letters")
                            .path("total")
                            .asInt())
                    .isEqualTo(1));
        }
        try (Application after = Application.with(dir)
                .set("voice.sink.file.enabled", "true")
                .set("voice.management.token", Operator.TOKEN)
                .start()) {
            Operator later = Operator.of(after);
            String id = later.json("/operations/dead-letters")
                    .at("/deadLetters/0/id")
                    .asText();

            Outcome one = later.types("dead-letters", "redrive", id);

            assertThat(one.status()).isEqualTo(1);
            assertThat(one.err()).contains("the sink http, which is not switched on here; switched on: file");
            assertThat(later.types("dead-letters", "redrive", "--all").out())
                    .contains("redriven: 0")
                    .contains("left: 1");
            assertThat(later.types("dead-letters", "list").out()).contains("1 in all");
        }
    }
}
