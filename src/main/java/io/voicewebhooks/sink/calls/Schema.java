package io.voicewebhooks.sink.calls;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map.Entry;
import javax.sql.DataSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** The tables: {@code schema-1.sql} and what later versions add, each with the next number. */
final class Schema {
    /** SQLSTATE of a database that a later version of the application made. */
    static final String NEWER = "VW001";

    private static final int VERSION = 3;

    private Schema() {}

    /**
     * Brings a database to our version, in one transaction. It fails with {@link #NEWER} if it is of a newer one; then it is
     * left as it is.
     */
    static void migrate(Store store, DataSource writer) throws SQLException {
        if (version(new JdbcTemplate(writer)) == VERSION) {
            return;
        }
        Transaction.in(writer, named -> {
            JdbcTemplate jdbc = named.getJdbcTemplate();
            jdbc.execute(store.lockSchema());
            int found = version(jdbc);
            if (found > VERSION) {
                String newer = "is of a newer version (schema %d, this application knows %d)".formatted(found, VERSION);
                throw new UncategorizedSQLException("migration", null, new SQLException(newer, NEWER));
            }
            for (int next = found + 1; next <= VERSION; next++) {
                ByteArrayResource script = script(store, next);
                jdbc.execute((ConnectionCallback<Void>) connection -> {
                    ScriptUtils.executeSqlScript(connection, script);
                    return null;
                });
                jdbc.update("create table if not exists schema_version (version int primary key)");
                jdbc.update("insert into schema_version (version) values (?)", next);
            }
        });
    }

    /** 0 where there is none. */
    private static int version(JdbcTemplate jdbc) {
        return jdbc.execute((Connection connection) -> {
                    String schema = connection.getSchema();
                    try (ResultSet table = connection
                            .getMetaData()
                            .getTables(connection.getCatalog(), schema, "schema_version", null)) {
                        return table.next();
                    }
                })
                ? jdbc.queryForObject("select coalesce(max(version), 0) from schema_version", Integer.class)
                : 0;
    }

    private static ByteArrayResource script(Store store, int version) {
        String script = Sql.of("schema-" + version);
        for (Entry<String, String> placeholder : store.dialect().entrySet()) {
            script = script.replace(placeholder.getKey(), placeholder.getValue());
        }
        return new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8));
    }
}
