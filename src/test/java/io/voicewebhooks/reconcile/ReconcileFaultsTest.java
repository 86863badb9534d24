package io.voicewebhooks.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the troubles of Twilio, and our own, do to the search for lost callbacks. */
class ReconcileFaultsTest extends ReconcileScenario {
    private static final String OTHER = "AC" + "5".repeat(32);
    private static final String OTHERS_TOKEN = "fedcba9876543210fedcba9876543210";

    @ParameterizedTest
    @EnumSource(
            value = RestFault.class,
            names = {"UNAUTHORIZED", "SERVER_ERROR", "TOO_MANY_REQUESTS", "REPEATED_PAGE"})
    void whileTwilioFailsNothingIsMadeAndNothingCountsAsDone(RestFault fault) throws Exception {
        calls(ENDS, 1);
        twilio.rest.fails(fault);

        JsonNode answer = twilio.apply();

        assertThat(answer.path("error").asText()).contains(Twilio.ACCOUNT);
        assertThat(twilio.restored()).isEmpty();
        assertThat(twilio.log().queryForList("select * from reconciled")).isEmpty();

        twilio.rest.recovers();
        assertThat(twilio.apply().path("restored").asInt()).isOne();
        isRestored(1);
    }

    @Test
    void aFaultInTheMiddleLeavesEverythingForTheNextTime() throws Exception {
        calls(ENDS, 3);
        twilio.rest.fails(RestFault.SERVER_ERROR, "Recordings.json", 1);

        assertThat(twilio.apply().path("error").asText()).contains("500");

        assertThat(twilio.log().queryForList("select * from reconciled")).isEmpty();
        assertThat(twilio.apply().path("restored").asInt()).isEqualTo(3);
        isRestored(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = RestFault.class,
            names = {"TOO_MANY_REQUESTS", "RETRY_AFTER"})
    void tooManyRequestsAreWaitedFor(RestFault fault) throws Exception {
        calls(ENDS, 1);
        twilio.rest.fails(fault, "", 2);

        assertThat(twilio.apply().path("restored").asInt()).isOne();
        isRestored(1);
    }

    @Test
    void whatAListShowsLateIsFoundTheNextTimeAlsoAfterARestart() throws Exception {
        calls(ENDS, 1);
        twilio.rest.lagsBy(Duration.ofHours(1));
        assertThat(twilio.apply().path("restored").asInt()).isZero();
        assertThat(twilio.log().queryForList("select * from reconciled")).hasSize(1);

        twilio.rest.lagsBy(Duration.ZERO);
        twilio.stop();
        twilio.start();

        assertThat(twilio.reconcile("POST", "reconcile/apply").path("restored").asInt())
                .isOne();
        isRestored(1);
    }

    @Test
    void callsThatEndInTheFutureOfAWrongClockAreLeft() throws Exception {
        twilio = new LostCalls(directory, ENDS);
        twilio.rest.clockIsWrongBy(Duration.ofHours(1));
        twilio.call();
        twilio.awaitLogged(1);

        assertThat(lost()).isEmpty();
        assertThat(twilio.apply().path("restored").asInt()).isZero();
        assertThat(twilio.log().queryForObject("select max(until) from reconciled", Long.class))
                .isLessThan(System.currentTimeMillis());
    }

    @Test
    void aClockThatWasAheadOnceHidesNothing() throws Exception {
        calls(ENDS, 1);
        twilio.comparedUntil(Instant.now().plus(Duration.ofDays(365)));

        assertThat(twilio.reconcile("POST", "reconcile/apply").path("restored").asInt())
                .isOne();
        assertThat(twilio.log().queryForObject("select until from reconciled", Long.class))
                .isLessThan(System.currentTimeMillis());
    }

    /** The oldest first, some hundred at a time: nobody has to keep all of them in memory. */
    @Test
    void whatIsRestoredBeforeAFaultIsNotMadeAgain() throws Exception {
        calls(ENDS, 110);
        String newest = twilio.look().path("lost").path(109).path("callSid").asText();
        twilio.rest.fails(RestFault.SERVER_ERROR, "Calls/" + newest + "/Events.json", 1);

        assertThat(twilio.apply().path("error").asText())
                .contains("Twilio answered 500")
                .endsWith("before that 100 events were restored; ask again for the rest");
        await().untilAsserted(() -> assertThat(twilio.restored()).hasSize(100));
        assertThat(twilio.log().queryForList("select * from reconciled")).isEmpty();

        assertThat(twilio.apply().path("restored").asInt()).isEqualTo(10);
        isRestored(110);
    }

    /** Of one account; the other one is looked at to its end. */
    @Test
    void whatIsRestoredOfAnAccountThatFailsThenIsCounted() throws Exception {
        calls(ENDS, 110);
        twilio.rest.account(OTHER, OTHERS_TOKEN);
        twilio.stop();
        twilio.start("twilio.accounts." + OTHER + ".auth-token", OTHERS_TOKEN);
        String newest = twilio.look().path("lost").path(109).path("callSid").asText();
        twilio.rest.fails(RestFault.SERVER_ERROR, "Calls/" + newest + "/Events.json", 1);

        JsonNode answer = twilio.apply();

        assertThat(answer.path("restored").asInt()).isEqualTo(100);
        assertThat(answer.path("accounts").path(0).path("problem").asText()).contains("Twilio answered 500");
        assertThat(answer.path("accounts").path(0).path("missing").asInt()).isEqualTo(100);
        assertThat(answer.path("accounts").path(1).has("problem")).isFalse();
    }

    /** The first account takes long, and meanwhile an event for the call log fails: it would look as if it were lost. */
    @Test
    void aCallLogThatFallsBehindMeanwhileIsNoticedBeforeTheNextAccount() throws Exception {
        calls(ENDS, 1);
        twilio.rest.account(OTHER, OTHERS_TOKEN);
        twilio.stop();
        twilio.start("twilio.accounts." + OTHER + ".auth-token", OTHERS_TOKEN);
        Reconciliation reconciliation =
                twilio.context().getRegistry().lookupByNameAndType("reconciliation", Reconciliation.class);

        List<Reconciliation.Account> accounts =
                reconciliation.look(Optional.of(Instant.now().minus(Duration.ofHours(24))), event -> waitsForTheLog());

        assertThat(accounts.get(0).problem()).isNull();
        assertThat(accounts.get(1).problem()).startsWith("the call log is behind");
    }

    private void waitsForTheLog() {
        try (ProducerTemplate queue = twilio.context().createProducerTemplate()) {
            queue.sendBody("jms:queue:" + Queues.CALLS + "?deliveryDelay=3600000", "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody can delete a directory that is not empty. */
    @Test
    void aNoteThatTheLogIsOffAndThatCannotBeDeletedIsToldOf() throws Exception {
        calls(ENDS, 1);
        twilio.stop();
        Path note = Files.createDirectories(twilio.directory().resolve("calls-off/kept"))
                .getParent();
        try (LogLines log = LogLines.record()) {
            twilio.start();

            await().untilAsserted(() -> assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("WARN " + note + " cannot be deleted: ")
                            && line.endsWith("so nothing that was lost is looked for: delete it")));
            assertThat(twilio.apply().path("error").asText()).startsWith("since when the call log is whole");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("cannot be deleted"))
                    .hasSize(1);
        }
        Files.delete(note.resolve("kept"));
        Files.delete(note);
    }

    @Test
    void aQuestionThatFailedIsAskedAgain() throws Exception {
        calls(callback -> false, 1);
        LoggedCalls log = LoggedCalls.of(twilio.context());
        Map<String, Object> event = twilio.log()
                .queryForMap("select c.call_sid, e.event_id from event e join call c on c.id = e.call limit 1");
        String call = event.get("call_sid").toString();
        String id = event.get("event_id").toString();
        // somebody has restored something a moment ago
        log.made(List.of());
        JdbcTemplate writer = new JdbcTemplate(CallDatabase.of(twilio.context()).writer());
        writer.execute("alter table restored rename to away");
        assertThatThrownBy(() -> log.hasMade(call, id)).isInstanceOf(DataAccessException.class);
        writer.execute("alter table away rename to restored");

        assertThat(log.hasMade(call, id)).isTrue();
    }
}
