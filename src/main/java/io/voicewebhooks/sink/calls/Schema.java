package io.voicewebhooks.sink.calls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map.Entry;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** The tables: {@code schema-1.sql} and what later versions add, each with the next number. */
final class Schema {
    /** SQLSTATE of a database that a later version of the application made. */
    static final String NEWER = "VW001";

    private static final int VERSION = 1;

    private Schema() {}

    /**
     * Brings a database to our version, in one transaction.
     *
     * @throws SQLException with {@link #NEWER} if it is of a newer one; then it is left as it is
     */
    static void migrate(Store store, Connection connection) throws SQLException, IOException {
        if (version(connection) == VERSION) {
            return;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(store.lockSchema());
            int found = version(connection);
            if (found > VERSION) {
                throw new SQLException(
                        "is of a newer version (schema " + found + ", this application knows " + VERSION + ")", NEWER);
            }
            for (int next = found + 1; next <= VERSION; next++) {
                ScriptUtils.executeSqlScript(connection, script(store, next));
                statement.executeUpdate("create table if not exists schema_version (version int primary key)");
                statement.executeUpdate("insert into schema_version (version) values (" + next + ")");
            }
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** 0 where there is none. */
    private static int version(Connection connection) throws SQLException {
        try (ResultSet table = connection
                .getMetaData()
                .getTables(connection.getCatalog(), connection.getSchema(), "schema_version", null)) {
            if (!table.next()) {
                return 0;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("select max(version) from schema_version")) {
            return version.next() ? version.getInt(1) : 0;
        }
    }

    private static ByteArrayResource script(Store store, int version) throws IOException {
        try (InputStream file =
                Schema.class.getResourceAsStream("/io/voicewebhooks/calls/schema-" + version + ".sql")) {
            String script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (Entry<String, String> placeholder : store.dialect().entrySet()) {
                script = script.replace(placeholder.getKey(), placeholder.getValue());
            }
            return new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8));
        }
    }
}
