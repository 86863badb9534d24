package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.event.IncompleteErasureException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A number goes from calls that are somebody else's. */
class CallErasureTest {
    private static final String NUMBER = "+15551239876";

    @TempDir
    private Path directory;

    private CallDatabase database;
    private JdbcTemplate log;
    private CallErasure erasure;

    @BeforeEach
    void open() {
        database = new CallDatabase(new SqliteStore(directory.resolve("calls.db"), directory.resolve("sqlite")));
        log = new JdbcTemplate(database.writer());
        erasure = new CallErasure(() -> database, () -> true);
        log.update("insert into call (id, call_sid, started, updated, answered_by) values (1, 'CA1', 0, 0, ?)", NUMBER);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void request(String reply) {
        log.update(
                "insert into exchange (call, at, method, path, status, millis, fallback, reply)"
                        + " values (1, 0, 'POST', '/voice/incoming', 200, 1, false, ?)",
                reply);
    }

    private long left() {
        return log.queryForObject("select count(*) from exchange where reply like '%9876%'", Long.class);
    }

    @Test
    void itGoesFromEveryPlace() throws Exception {
        request("<Dial>" + NUMBER + "</Dial>");
        request("<Dial>+15551239875</Dial>");
        log.update(
                "insert into event (call, event_id, type, at, data) values (1, 'e1', 'call.missed', 0, ?)",
                "{\"to\":\"\\u002b15551239876\"}");

        assertThat(erasure.eraseNumber(NUMBER)).isEqualTo(Map.of("mentions", 3L));

        assertThat(log.queryForList("select reply from exchange order by id", String.class))
                .containsExactly("<Dial>erased</Dial>", "<Dial>+15551239875</Dial>");
        assertThat(log.queryForList("select data from event", String.class)).containsExactly("{\"to\":\"erased\"}");
        assertThat(log.queryForMap("select answered_by from call").get("answered_by"))
                .isNull();
        assertThat(erasure.eraseNumber(NUMBER)).isEmpty();
    }

    /** As large as a log may be, that takes long, and calls are written meanwhile. */
    @Test
    void itIsLookedForWhileSomebodyElseWrites() throws Exception {
        request("<Dial>+15551239875</Dial>");
        log.update("update call set answered_by = null");

        try (Connection lock = LogFile.of(directory.resolve("calls.db")).lock()) {
            assertThatThrownBy(() -> erasure.eraseNumber(NUMBER))
                    .as("what is left to do is to overwrite what was")
                    .isInstanceOf(IncompleteErasureException.class)
                    .hasMessageStartingWith("somebody else reads the database");
            assertThat(lock.isClosed()).isFalse();
        }
    }

    @Test
    void itGoesInSmallStepsAndThoseThatAreDoneAreCounted() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            request("<Dial>" + NUMBER + "</Dial>");
        }
        log.execute("create trigger last before update on exchange when old.id = 1200"
                + " begin select raise(abort, 'the disk is full'); end");

        assertThatThrownBy(() -> erasure.eraseNumber(NUMBER))
                .isInstanceOfSatisfying(IncompleteErasureException.class, some -> assertThat(some.removed())
                        .isEqualTo(Map.of("mentions", 1_001L)));
        assertThat(left()).isEqualTo(200);
        log.execute("drop trigger last");

        assertThat(erasure.eraseNumber(NUMBER)).isEqualTo(Map.of("mentions", 200L));
        assertThat(left()).isZero();
    }
}
