package io.voicewebhooks.sink.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/** A log with calls that nobody made. Times are seconds since 1970. */
final class CallLogFixture {
    static final List<String> OURS = List.of("+15558675310", "+15558675311", "+15558675312");

    private static final String CALL = """
            insert into call (call_sid, account_sid, parent_sid, direction, caller, called, caller_rev, called_rev, started,
              updated, status, seq, duration, flow, voicemail_seconds, undelivered)
            values (?, 'AC1', ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 7, ?, ?, ?)""";

    private CallLogFixture() {}

    /** Columns that a test cares for. */
    record Row(
            String callSid,
            String parentSid,
            String caller,
            String called,
            long started,
            String status,
            String flow,
            Integer voicemailSeconds,
            int undelivered) {}

    static String sid(int number) {
        return "CA%032x".formatted(number);
    }

    /** One call a second; each fifth one has a leg. */
    static Row row(int number) {
        return new Row(
                sid(number),
                number % 5 == 4 ? sid(number - 1) : null,
                "+1555%07d".formatted((number * 7_919L) % 10_000_000),
                number % 5 == 4 ? "+15550009999" : OURS.get(number % OURS.size()),
                number,
                number % 50 == 0 ? "busy" : number % 1_001 == 0 ? "failed" : "completed",
                number % 3 == 0 ? "forward" : "voicemail",
                number % 7 == 1 ? number % 60 : null,
                number % 997 == 0 ? 1 : 0);
    }

    static void fill(DataSource log, int calls, Function<Integer, Row> rows) throws SQLException {
        try (Connection connection = log.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement call = connection.prepareStatement(CALL)) {
                for (int i = 0; i < calls; i++) {
                    Row row = rows.apply(i);
                    Object[] values = {
                        row.callSid(),
                        row.parentSid(),
                        row.parentSid() == null ? "inbound" : "outbound-dial",
                        row.caller(),
                        row.called(),
                        new StringBuilder(row.caller()).reverse().toString(),
                        new StringBuilder(row.called()).reverse().toString(),
                        row.started() * 1_000,
                        row.status(),
                        row.flow(),
                        row.voicemailSeconds(),
                        row.undelivered()
                    };
                    for (int value = 0; value < values.length; value++) {
                        call.setObject(value + 1, values[value]);
                    }
                    call.addBatch();
                }
                call.executeBatch();
            }
            connection.commit();
        }
    }
}
