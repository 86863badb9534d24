package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One log in PostgreSQL of two instances, each with its own journal. */
class SharedCallLogIT {
    @TempDir
    private Path dir;

    @Test
    void theCallsOfBothAreInIt() throws Exception {
        String url = Postgres.newDatabase();
        try (LoggingApplication one = new LoggingApplication(dir.resolve("one"), "voice.sink.calls.url", url);
                LoggingApplication other = new LoggingApplication(dir.resolve("other"), "voice.sink.calls.url", url)) {
            List<String> calls = List.of(one.call(), other.call(), one.call(), other.call());

            one.awaitLogged(calls.toArray(String[]::new));
            other.awaitLogged(calls.toArray(String[]::new));
            for (LoggingApplication each : List.of(one, other)) {
                each.awaitEvents(8);
                each.awaitNoProblem();
                assertThat(each.deadLetters()).isEmpty();
            }
            assertThat(one.log().queryForList("select version from schema_version", Integer.class))
                    .containsExactly(1, 2, 3);
        }
        assertThat(dir.resolve("one/calls.db")).doesNotExist();
    }

    @Test
    void anEventThatOneAddsWhileAnotherRemovesItsCallIsNotLeftAlone() throws Exception {
        String url = Postgres.newDatabase();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (CallDatabase database = new CallDatabase(new PostgresStore(url, null, null))) {
            JdbcTemplate log = new JdbcTemplate(database.writer());
            log.update("insert into call (call_sid, started, updated) values ('CA1', 0, 0)");
            try (Connection one = DriverManager.getConnection(url)) {
                one.setAutoCommit(false);
                one.createStatement()
                        .executeUpdate(
                                "insert into event (call, event_id, type, at) select id, 'e1', 'x', 0 from call");
                Future<?> swept = other.submit(() -> {
                    new CallRetention(database, Duration.ofDays(1), 0, () -> false).sweep();
                    return null;
                });
                await().until(() -> swept.isDone() || waiting(log));
                one.commit();
                swept.get();
            }
            assertThat(log.queryForObject("select count(*) from call", Integer.class))
                    .isZero();
            assertThat(log.queryForObject("select count(*) from event", Integer.class))
                    .isZero();
        } finally {
            other.shutdownNow();
        }
    }

    private static boolean waiting(JdbcTemplate log) {
        String locks = "select count(*) from pg_locks where not granted";
        return log.queryForObject(locks, Integer.class) > 0;
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() throws Exception {
        String url = Postgres.newDatabase();
        String database = url.replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        JdbcTemplate server = new JdbcTemplate(new DriverManagerDataSource(url.replace("/" + database, "/postgres")));
        try (LoggingApplication application = new LoggingApplication(dir, "voice.sink.calls.url", url)) {
            application.awaitLogged(application.call());
            server.execute("alter database " + database + " with allow_connections false");
            server.queryForList("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?", database);

            String waits = application.call();
            application.awaitProblem("cannot be");

            server.execute("alter database " + database + " with allow_connections true");
            application.awaitLogged(waits);
            application.awaitNoProblem();
            assertThat(application.deadLetters()).isEmpty();
        }
    }
}
