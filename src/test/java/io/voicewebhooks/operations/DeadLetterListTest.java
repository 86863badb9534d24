package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.testkit.Twilio;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an operator finds the deliveries that failed for good, and what he sees of them. */
class DeadLetterListTest extends DeadLetterScenario {
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
                "since=%2B999999999-12-31T23:59:59Z | since = +999999999-12-31T23:59:59Z; allowed: a time such as",
                "until=-999999999-01-01T00:00:00Z | until = -999999999-01-01T00:00:00Z; allowed: a time such as",
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
}
