package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Postgres;
import java.nio.file.Path;
import java.util.List;
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
                    .containsExactly(1);
        }
        assertThat(dir.resolve("one/calls.db")).doesNotExist();
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
