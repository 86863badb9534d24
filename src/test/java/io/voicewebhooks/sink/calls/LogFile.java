package io.voicewebhooks.sink.calls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The file of a call log, as somebody beside the application sees it. */
final class LogFile {
    private final Path file;
    private final DriverManagerDataSource source;
    private final JdbcTemplate jdbc;

    private LogFile(Path file) {
        this.file = file;
        source = new DriverManagerDataSource("jdbc:sqlite:" + file);
        jdbc = new JdbcTemplate(source);
    }

    static LogFile of(Path file) {
        return new LogFile(file);
    }

    Map<String, Object> call(String callSid) {
        return ask("select * from call where call_sid = ?", callSid).stream()
                .findFirst()
                .orElse(Map.of());
    }

    /** In the order in which they came. */
    List<Map<String, Object>> exchanges(String callSid) {
        return ask(
                "select exchange.* from exchange join call on call.id = call where call_sid = ? order by at, exchange.id",
                callSid);
    }

    /** With {@code type} and {@code event_id} of the event. */
    List<Map<String, Object>> deliveries(String callSid) {
        return ask("""
                select delivery.*, event.type, event.event_id from delivery join event on event.id = delivery.event
                join call on call.id = event.call where call_sid = ? order by event.id, sink""", callSid);
    }

    Map<String, Object> delivery(String callSid, String sink) {
        return deliveries(callSid).stream()
                .filter(each -> each.get("sink").equals(sink))
                .findFirst()
                .orElse(Map.of());
    }

    /** Nothing as long as the log has not been opened. */
    List<Map<String, Object>> ask(String sql, Object... arguments) {
        boolean isThere = Files.exists(file)
                && !jdbc.queryForList("select 1 from sqlite_master where name = 'gap'")
                        .isEmpty();
        return isThere ? jdbc.queryForList(sql, arguments) : List.of();
    }

    /** Keeps everybody from writing until it is closed. */
    Connection lock() throws SQLException {
        Connection connection = source.getConnection();
        connection.createStatement().executeUpdate("pragma busy_timeout = 60000");
        connection.createStatement().executeUpdate("begin immediate");
        return connection;
    }
}
