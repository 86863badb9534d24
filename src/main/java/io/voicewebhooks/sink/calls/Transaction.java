package io.voicewebhooks.sink.calls;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Statements that are done all or none. */
final class Transaction {
    private Transaction() {}

    /**
     * Begins and ends it by statements: a setAutoCommit(false) that meets a lock leaves SQLite's driver in the belief that a
     * transaction has begun, and its connection goes back into the pool.
     */
    static void in(DataSource writer, Consumer<NamedParameterJdbcTemplate> statements) throws SQLException {
        try (Connection connection = writer.getConnection()) {
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            jdbc.execute("begin");
            try {
                statements.accept(new NamedParameterJdbcTemplate(jdbc));
                jdbc.execute("commit");
            } catch (RuntimeException e) {
                jdbc.execute("rollback");
                throw e;
            }
        }
    }
}
