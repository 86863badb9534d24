package io.voicewebhooks.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server, one for all tests of a JVM. It ends with the JVM. */
public final class Postgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres server;
    private static IOException failure;

    private Postgres() {}

    private static synchronized EmbeddedPostgres server() {
        if (server == null && failure == null) {
            try {
                server = EmbeddedPostgres.start();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            // it may not run as root, where there are no user namespaces for example
            assertThat(System.getenv("CI")).as("CI has a PostgreSQL").isNull();
            abort("PostgreSQL does not start here: " + failure);
        }
        return server;
    }

    /** The JDBC URL of a new database, with its user. Skips the test where no server can run. */
    public static String newDatabase() throws SQLException {
        String url = server().getJdbcUrl("postgres", "postgres");
        String name = "calls" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return server().getJdbcUrl("postgres", name);
    }
}
