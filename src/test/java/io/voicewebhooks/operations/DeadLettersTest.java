package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator does with deliveries that failed for good. */
class DeadLettersTest extends DeadLetterScenario {
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
        assertThat(http.posts()).hasSize(2).allMatch(ReceivedPost::verified);
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

    /** Beyond 10 MB the broker keeps them on disk, and looks for what a filter means among those in memory. */
    @Test
    void lettersBehindManyOfAnotherSinkAreFound() throws Exception {
        try (JMSContext session =
                Journal.of(application.context()).connectionFactory().createContext()) {
            for (int i = 0; i < 600; i++) {
                session.createProducer()
                        .setProperty("deliverySink", i < 595 ? "other" : "http")
                        .setProperty("type", "call.busy")
                        .setProperty("eventId", "event-" + i)
                        .send(session.createQueue("voice.dead-letter"), "x".repeat(30_000));
            }
        }

        Outcome drop = operator.types("dead-letters", "drop", "--sink", "http", "--reason", "test");

        assertThat(drop.out()).contains("dropped: 5");
        assertThat(total()).isEqualTo(595);
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

    @ParameterizedTest
    @CsvSource({"redrive, --type=call.completed", "drop, --reason=gone"})
    void aSinkThatThereIsNotIsNamedWithThoseThatThereAre(String action, String option) {
        Outcome outcome = operator.types("dead-letters", action, "--sink=htpp", option);

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("there is no sink htpp that is switched on; switched on: ");
    }

    @Test
    void nothingIsDoneToAllUnlessAllIsSaid() {
        fails("completed");

        Outcome redrive = operator.types("dead-letters", "redrive");
        Outcome drop = operator.types("dead-letters", "drop", "--reason", "no");

        assertThat(redrive.status()).isEqualTo(2);
        assertThat(redrive.err()).contains("--all").contains("all=true");
        assertThat(drop.status()).isEqualTo(2);
        assertThat(total()).isEqualTo(1);
        assertThat(operator.types("dead-letters", "drop", "--all", "--reason", "yes")
                        .out())
                .contains("dropped: 1");
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
            assertThat(later.types("dead-letters", "redrive", "--sink", "http").out())
                    .contains("left: 1");
            assertThat(later.types("dead-letters", "list").out()).contains("1 in all");
        }
    }
}
