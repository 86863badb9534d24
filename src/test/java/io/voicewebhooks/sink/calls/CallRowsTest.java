package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicewebhooks.delivery.DeliveryOutcome;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.AnsweredRequest;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What becomes of deliveries whose tries are told in any order, twice, or not at all. */
class CallRowsTest {
    private static final String CALL = "CA1";
    private static final String FAILED_AT_1 = "1970-01-01T00:00:01.001Z refused";
    private static final String FAILED_AT_2 = FAILED_AT_1 + "\n1970-01-01T00:00:02.002Z answered 503";

    private static final List<DeliveryOutcome> TRIES = List.of(
            outcome("retrying", 1, FAILED_AT_1, 2_000, 1_001),
            outcome("dead", 2, FAILED_AT_2, 0, 2_002),
            // an operator redrives it
            outcome("retrying", 1, "1970-01-01T00:00:03.003Z refused", 9_000, 3_003),
            outcome("delivered", 2, "1970-01-01T00:00:03.003Z refused", 0, 4_004));

    @TempDir
    private Path directory;

    private CallDatabase database;
    private LogFile file;

    @BeforeEach
    void open() {
        Path path = directory.resolve("calls.db");
        database = new CallDatabase(new SqliteStore(path, directory.resolve("sqlite")));
        file = LogFile.of(path);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void write(List<?> entries) throws SQLException {
        CallRows.write(database.writer(), entries);
    }

    private static DeliveryOutcome outcome(String state, int tries, String failures, long nextTry, long at) {
        return new DeliveryOutcome("http", event("e1", "1970-01-01T00:00:00Z"), state, tries, failures, nextTry, at);
    }

    private static VoiceEvent event(String id, String time) {
        return new VoiceEvent(
                id,
                "/x",
                VoiceEvent.TYPE_PREFIX + "call.completed",
                CALL,
                time,
                CALL,
                "AC1",
                "3",
                CALL,
                Map.of("To", "+1"));
    }

    @Test
    void whatIsDeliveredAtTheFirstTryTakesNoRoomForTries() throws SQLException {
        write(List.of(outcome("delivered", 1, "", 0, 1_001)));

        assertThat(file.delivery(CALL, "http"))
                .containsEntry("state", "delivered")
                .containsEntry("tries", 1)
                .containsEntry("attempts", null)
                .containsEntry("updated", 1_001);
        assertThat(file.call(CALL)).containsEntry("undelivered", 0).containsEntry("called_rev", "1+");
    }

    @Test
    void theNumberOfACardIsInNoReplyAndInNoPath() throws SQLException {
        TwilioRequest request = new TwilioRequest(
                "POST",
                "/voice/pay?card=5555555555554444",
                List.of(),
                List.of(Map.entry("CallSid", CALL)),
                List.of(),
                null);
        String reply = "<Response><Say>4111 1111 1111 1111</Say><Dial>+4111111111111111</Dial>"
                + "<Redirect>/voice/paid?card=4111111111111111</Redirect></Response>";

        write(List.of(new AnsweredRequest(
                "pay",
                SignedParameters.of(request),
                200,
                reply.getBytes(StandardCharsets.UTF_8),
                null,
                null,
                1_001,
                3)));

        Map<String, Object> row = new JdbcTemplate(database.reader()).queryForMap("select path, reply from exchange");
        assertThat(row.get("reply").toString())
                .isEqualTo("<Response><Say>xxxx xxxx xxxx 1111</Say><Dial>+4111111111111111</Dial>"
                        + "<Redirect>/voice/paid?card=xxxxxxxxxxxx1111</Redirect></Response>");
        assertThat(row.get("path").toString()).doesNotContain("555555555555");
    }

    @Test
    void aDeliveryIsToldTryByTryAndARedriveAddsToIt() throws SQLException {
        List<Object> undelivered = new ArrayList<>();
        for (DeliveryOutcome each : TRIES) {
            write(List.of(each));
            undelivered.add(file.call(CALL).get("undelivered"));
        }

        assertThat(undelivered).containsExactly(1, 1, 1, 0);
        assertThat(file.delivery(CALL, "http"))
                .containsEntry("state", "delivered")
                .containsEntry("tries", 4)
                .containsEntry("reason", null)
                .containsEntry("next_at", null);
        assertThat(Kept.list((String) file.delivery(CALL, "http").get("attempts")))
                .containsExactly(
                        Map.of("time", "1970-01-01T00:00:01.001Z", "error", "refused"),
                        Map.of("time", "1970-01-01T00:00:02.002Z", "error", "answered 503"),
                        Map.of("time", "1970-01-01T00:00:03.003Z", "error", "refused"),
                        Map.of("time", "1970-01-01T00:00:04.004Z"));
    }

    @Test
    void theOrderDoesNotMatterNorWhoeverTellsTwice() throws SQLException {
        for (int seed = 0; seed < 20; seed++) {
            List<DeliveryOutcome> shuffled = new ArrayList<>(TRIES);
            shuffled.addAll(TRIES);
            Collections.shuffle(shuffled, new Random(seed));

            write(shuffled.subList(0, 5));
            write(shuffled.subList(5, 8));

            assertThat(file.delivery(CALL, "http"))
                    .as("seed %s", seed)
                    .containsEntry("state", "delivered")
                    .containsEntry("tries", 4);
            assertThat(Kept.list((String) file.delivery(CALL, "http").get("attempts")))
                    .hasSize(4);
            assertThat(file.call(CALL)).containsEntry("undelivered", 0);
        }
    }

    @Test
    void aTryThatWasNotToldIsKnownFromTheNext() throws SQLException {
        write(List.of(TRIES.get(1)));

        assertThat(file.delivery(CALL, "http"))
                .containsEntry("state", "dead")
                .containsEntry("tries", 2)
                .containsEntry("reason", "answered 503");
        assertThat((String) file.delivery(CALL, "http").get("attempts")).contains("00:00:01.001Z", "refused");
    }

    @Test
    void gapsThatFollowEachOtherAreOne() throws SQLException {
        write(List.of(new CallLog.Gap(1_000, 2_000, 3)));
        write(List.of(new CallLog.Gap(3_000, 4_000, 5)));
        write(List.of(new CallLog.Gap(100_000, 100_001, 1)));

        assertThat(file.ask("select since, until, dropped from gap order by since"))
                .containsExactly(
                        Map.of("since", 1_000, "until", 4_000, "dropped", 8),
                        Map.of("since", 100_000, "until", 100_001, "dropped", 1));
    }

    /** As somebody who may write to the broker could make one. */
    @Test
    void anEntryThatCannotBeWrittenKeepsNoOtherOut() throws InterruptedException {
        MeterRegistry meters = new SimpleMeterRegistry();
        CamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("meters", meters);
        CallLog log = new CallLog(database, VoiceMetrics.of(context));
        log.delivered(new DeliveryOutcome("file", event("e1", "no time"), "delivered", 1, "", 0, 1));
        log.delivered(new DeliveryOutcome("http", event("e2", Instant.EPOCH.toString()), "delivered", 1, "", 0, 1));

        await().until(() -> meters.counter("voice.calls.dropped").count() == 1);
        await().until(() -> file.ask("select * from gap").size() == 1);
        log.stop();

        assertThat(file.deliveries(CALL)).extracting(each -> each.get("sink")).containsExactly("http");
    }
}
