package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of the call log. */
class CallDatabaseTest {
    @TempDir
    private Path directory;

    private CallDatabase database;

    @BeforeEach
    void open() {
        database = new CallDatabase(new SqliteStore(directory.resolve("calls.db"), directory.resolve("sqlite")));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String ask(DataSource source, String question) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.next() ? answer.getString(1) : null;
        }
    }

    private static int change(DataSource source, String change) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(change);
        }
    }

    @Test
    void isMadeWhereItIsFirstUsedAndCanShrink() throws SQLException {
        assertThat(directory).isEmptyDirectory();

        assertThat(ask(database.reader(), "select max(version) from schema_version"))
                .isEqualTo("3");

        assertThat(ask(database.reader(), "pragma auto_vacuum")).isEqualTo("2");
        assertThat(ask(database.reader(), "pragma journal_mode")).isEqualTo("wal");
        assertThat(ask(database.writer(), "pragma synchronous")).isEqualTo("1");
        assertThat(database.problem()).isEmpty();
    }

    @Test
    void readersDoNotWrite() throws SQLException {
        change(database.writer(), "insert into gap (since, until, dropped) values (1, 2, 3)");

        assertThat(ask(database.reader(), "select dropped from gap")).isEqualTo("3");
        assertThatThrownBy(() -> change(database.reader(), "delete from gap")).isInstanceOf(SQLException.class);
    }
}
