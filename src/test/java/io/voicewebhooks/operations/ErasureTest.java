package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.event.EventStore;
import io.voicewebhooks.event.EventStores;
import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A caller asks to be forgotten. */
class ErasureTest extends ErasureScenario {
    @Test
    void nothingOfACallerStaysAndTheReceiptSaysWhatWentFromWhere() throws IOException {
        twoCallsOfWhichOneIsTheCallers();
        new JdbcTemplate(CallDatabase.of(application.context()).writer())
                .update(
                        "insert into delivery (event, sink, state, tries, updated) select max(id), 'twilio-delete',"
                                + " 'delivered', 1, 0 from event where call = (select id from call where call_sid = ?)",
                        call);

        JsonNode receipt = erase("erase", "--number", CALLER, "--json");

        assertThat(receipt.path("calls")).extracting(JsonNode::asText).containsExactlyInAnyOrder(call, leg);
        assertThat(receipt.path("left").has("twilio-delete"))
                .as("who deletes keeps nothing")
                .isFalse();
        assertThat(receipt.path("failed").isEmpty()).isTrue();
        assertThat(receipt.at("/removed/calls/calls").asInt()).isEqualTo(2);
        assertThat(receipt.at("/removed/file/files").asInt()).isPositive();
        assertThat(receipt.at("/removed/s3/objects").asInt()).isPositive();
        assertThat(receipt.at("/left/email").asInt())
                .as("a mail that somebody has")
                .isEqualTo(1);
        for (String sid : List.of(call, leg)) {
            assertThat(traces(sid)).isEmpty();
        }
        assertThat(traces(other)).containsExactly("file", "s3", "calls");
        assertThat(erase("erase", "--number", CALLER, "--json").path("calls").isEmpty())
                .as("asked again")
                .isTrue();
    }

    @Test
    void aDryRunRemovesNothing() throws IOException {
        twoCallsOfWhichOneIsTheCallers();

        Outcome outcome = Operator.of(application).types("erase", "--number", CALLER, "--dry-run");

        assertThat(outcome.out()).startsWith("calls: 2\n").contains(call, leg);
        assertThat(traces(call)).containsExactly("file", "s3", "calls");
    }

    @Test
    void aStoreOfOnesOwnForgetsToo() {
        EventStores.of(application.context()).add(new EventStore() {
            @Override
            public String name() {
                return "crm";
            }

            @Override
            public Set<String> callsOf(String text) {
                return text.equals(CALLER) ? Set.of(call) : Set.of();
            }

            @Override
            public Map<String, Long> erase(Set<String> callSids) {
                return Map.of("tickets", (long) callSids.size());
            }
        });

        assertThat(type("erase", "--number", CALLER).out()).contains("removed from crm: 1 tickets");
    }

    @Test
    void whatIsNoEndOfACallIsNobodysNumber() {
        String named = "+15557770110";
        application.twilio().post("/voice/status", Twilio.with(Twilio.status(other, "completed"), "note", named));
        application
                .twilio()
                .post(
                        "/voice/recording?context.from=%2B15557770110&context.to=%2B15558675310",
                        Twilio.recording(call, Twilio.recordingSid(), "absent"));
        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(traces(other)).containsExactly("file", "s3", "calls");
            assertThat(traces(call)).containsExactly("file", "s3", "calls");
        });

        assertThat(erase("erase", "--number", named, "--json", "--dry-run").path("calls"))
                .extracting(JsonNode::asText)
                .containsExactly(call);
    }

    /** A word, or a short number, stands in many a text that is not about it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"110", "+123456", "15551239876", "completed", "anonymous", "@", "sip:", "+1555123987x", "a b@c"})
    void whatIsNoWholeNumberAndNoAddressIsRefused(String number) {
        Outcome outcome = type("erase", "--number", number);

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("number = " + number + "; allowed: a plus sign and at least 7 digits, or an address with");
    }

    @Test
    void whoseNumberIsMistypedIsNotInTheLog() {
        try (LogLines log = LogLines.record()) {
            assertThat(type("erase", "--number", "15551239876").status()).isEqualTo(2);

            assertThat(log.lines())
                    .anyMatch(line -> line.contains("erasure"))
                    .noneMatch(line -> line.contains("5551239876"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+1234567", "sip:+15551239876@example.com;transport=tls", "client:alice", "bob@example.com"})
    void aWholeNumberOrAnAddressIsTaken(String number) {
        assertThat(erase("erase", "--number", number, "--json").path("calls").isEmpty())
                .isTrue();
    }

    @Test
    void itHasToBeSaidWhoAndWhy() {
        Operator operator = Operator.of(application);

        assertThat(operator.types("erase", "--number", CALLER))
                .isEqualTo(new Outcome(2, "", "reason is missing; allowed: why, in some words\n"));
        assertThat(operator.post("/operations/erasure?reason=x").body()).contains("say whose traces: number");
        assertThat(operator.types("erase", "--call-sid", "CA1", "--reason", "x").err())
                .isEqualTo("call-sid = CA1; allowed: CA and 32 hexadecimal digits\n");
        assertThat(operator.withToken(null)
                        .post("/operations/erasure?reason=x&number=%2B15551230001")
                        .statusCode())
                .isEqualTo(401);
    }
}
