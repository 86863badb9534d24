package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sink-calls}: what the events of a call make of it in the log, which is real. */
class SinkCallsRouteTest extends RouteTest {
    private static final String QUEUE = "voice.sink.calls";
    private static final String COLLEAGUE = "+15558675311";

    private final String call = Twilio.callSid();
    private final String leg = Twilio.callSid();
    private int events;

    SinkCallsRouteTest() {
        super("sink-calls", "error-handling");
        set("voice.sink.calls.keep", "36500d");
    }

    /** An event of its own id. */
    private String next(String kind, List<Entry<String, String>> data, String... more) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        Twilio.with(data, more).forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue()));
        String id = "%032d".formatted(++events);
        String sequence = String.valueOf(parameters.getOrDefault("SequenceNumber", ""));
        return event(kind, parameters)
                .replace("0123456789abcdef0123456789abcdef\",\"source", id + "\",\"source")
                .replace("\"data\":", sequence.isEmpty() ? "\"data\":" : "\"sequence\":\"" + sequence + "\",\"data\":");
    }

    private String ofCall(String status, int sequence) {
        return next(
                "call." + status,
                Twilio.status(call, status),
                "SequenceNumber",
                String.valueOf(sequence),
                "CallDuration",
                "9");
    }

    private String ofLeg(String sid, String called, String status, int sequence) {
        return next(
                "call." + status,
                Twilio.status(sid, status),
                "ParentCallSid",
                call,
                "Direction",
                "outbound-dial",
                "To",
                called,
                "SequenceNumber",
                String.valueOf(sequence));
    }

    private void deliver(String... all) throws Exception {
        for (String event : all) {
            assertThat(delivers(QUEUE, event).getException()).isNull();
        }
        assertThat(reached()).isEmpty();
    }

    /** The values of the first row, and how many there are. */
    private List<String> row(String question) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = CallDatabase.of(context).reader().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            if (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(rows.getString(column));
                }
            }
            assertThat(rows.next()).as("a second row").isFalse();
        }
        return values;
    }

    private List<String> call(String columns) throws SQLException {
        return row("select " + columns + " from call where call_sid = '" + call + "'");
    }

    @Test
    void anEventIsARowAndSoIsItsCall() throws Exception {
        delivers(QUEUE, next("call.incoming", Twilio.call(call)), Map.of("sinks", "s3,email"));

        assertThat(call("account_sid, direction, caller, called, caller_rev, called_rev"))
                .containsExactly(
                        Twilio.ACCOUNT, "inbound", "+15551230001", "+15558675310", "10003215551+", "01357685551+");
        assertThat(call("started, ended, status, outcome"))
                .containsExactly("1795446000000", null, "ringing", "in-progress");
        assertThat(row("select event_id, type, at, seq, sinks from event"))
                .containsExactly("%032d".formatted(1), "call.incoming", "1795446000000", null, "s3,email");
        assertThat(row("select data from event").get(0)).contains("\"From\":\"+15551230001\"");
        assertThat(reached()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            completed   | hung-up
            no-answer   | hung-up
            canceled    | hung-up
            busy        | rejected
            failed      | failed
            in-progress | in-progress
            """)
    void whatBecameOfACallThatNobodyTook(String status, String outcome) throws Exception {
        deliver(next("call.incoming", Twilio.call(call)), ofCall(status, 0));

        assertThat(call("status, outcome")).containsExactly(status, outcome);
    }

    @Test
    void theOrderOfArrivalChangesNothingAndNeitherDoesASecondTime() throws Exception {
        List<String> all = new ArrayList<>(List.of(
                next("call.incoming", Twilio.call(call)),
                ofCall("in-progress", 1),
                ofCall("completed", 2),
                next("call.missed", Twilio.call(call), "CallStatus", "in-progress"),
                next("recording.completed", Twilio.recording(call, Twilio.recordingSid(), "completed")),
                ofLeg(leg, COLLEAGUE, "ringing", 1),
                ofLeg(leg, COLLEAGUE, "in-progress", 2),
                ofLeg(leg, COLLEAGUE, "completed", 3)));
        String columns = "status, outcome, duration, voicemail_seconds, answered_by, seq, caller, started";
        deliver(all.toArray(String[]::new));
        List<String> expected = call(columns);
        assertThat(expected).startsWith("completed", "voicemail", "9", "21", COLLEAGUE);

        Collections.reverse(all);
        deliver(all.toArray(String[]::new));
        assertThat(call(columns)).isEqualTo(expected);
        assertThat(row("select count(*) from event")).containsExactly("8");

        try (Connection connection = CallDatabase.of(context).writer().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from event");
            statement.executeUpdate("delete from call");
        }
        deliver(all.toArray(String[]::new));
        assertThat(call(columns)).isEqualTo(expected);
    }

    @Test
    void aCallThatSomebodyTookIsAnsweredByWhoSpokeLast() throws Exception {
        String other = Twilio.callSid();
        deliver(
                next("call.incoming", Twilio.call(call)),
                ofLeg(leg, "+15558675312", "in-progress", 2),
                ofLeg(leg, "+15558675312", "completed", 3),
                ofLeg(other, COLLEAGUE, "in-progress", 2));

        assertThat(call("outcome, answered_by, parent_sid")).containsExactly("answered", COLLEAGUE, null);
        assertThat(row("select parent_sid, called, outcome from call where call_sid = '" + leg + "'"))
                .containsExactly(call, "+15558675312", "answered");
    }

    @Test
    void aLegThatNobodyTookAnswersNothing() throws Exception {
        deliver(next("call.incoming", Twilio.call(call)), ofLeg(leg, COLLEAGUE, "no-answer", 2));

        assertThat(call("outcome, answered_by")).containsExactly("in-progress", null);
        assertThat(row("select outcome from call where call_sid = '" + leg + "'"))
                .containsExactly("missed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'; drop table call; --", "a\0b", "\"\\u0000\"", "\ud83d\ude00", ":#callSid ${body} ?"})
    void whatACallerSendsIsText(String from) throws Exception {
        deliver(next("call.incoming", Twilio.call(call), "From", from));

        assertThat(call("caller")).containsExactly(from.replace("\0", ""));
    }

    @Test
    void aNumberOfAnyLengthIsCut() throws Exception {
        deliver(next("call.incoming", Twilio.call(call), "From", "sip:" + "x".repeat(5_000)));

        assertThat(call("length(caller), length(caller_rev)")).containsExactly("200", "200");
    }

    @Test
    void theRecordingOfAConferenceBelongsToNoCall() throws Exception {
        String event = next("recording.completed", Twilio.recording(call, Twilio.recordingSid(), "completed"));
        deliver(event.replaceFirst("\"callsid\":\"[^\"]*\",", ""));

        assertThat(row("select count(*) from call")).containsExactly("0");
        assertThat(row("select count(*) from event")).containsExactly("0");
    }

    @Test
    void oldCallsAreRemoved() throws Exception {
        set("voice.sink.calls.keep", "1ms");
        start();
        NotifyBuilder swept = new NotifyBuilder(context)
                .fromRoute("calls-retention")
                .whenDone(2)
                .create();
        deliver(next("call.incoming", Twilio.call(call)));

        assertThat(swept.matches(1, TimeUnit.MINUTES)).isTrue();
        assertThat(row("select count(*) from call")).containsExactly("0");
        assertThat(row("select count(*) from event")).containsExactly("0");
    }
}
