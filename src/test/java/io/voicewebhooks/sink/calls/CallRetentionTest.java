package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What goes when the log is too old or too large, and that the file becomes smaller. */
class CallRetentionTest {
    private static final Duration EVER = Duration.ofDays(36_500);
    private static final long LARGE = 1L << 40;
    private static final long SMALL = 16L << 20;

    @TempDir
    private Path directory;

    private Path file;
    private CallDatabase database;
    private JdbcTemplate log;

    @BeforeEach
    void open() {
        file = directory.resolve("calls.db");
        database = new CallDatabase(new SqliteStore(file, directory.resolve("sqlite")));
        log = new JdbcTemplate(database.writer());
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Calls of some kilobytes, one a second, each with an event, a request and a delivery. */
    private void fill(int from, int to) {
        List<Object[]> calls = new ArrayList<>();
        List<Object[]> others = new ArrayList<>();
        for (int i = from; i < to; i++) {
            calls.add(new Object[] {i, CallLogFixture.sid(i), System.currentTimeMillis() + (i - 100_000) * 1_000L});
            others.add(new Object[] {i});
        }
        log.batchUpdate("insert into call (id, call_sid, started, updated) values (?, ?, ?, 0)", calls);
        log.batchUpdate(
                "insert into event (id, call, event_id, type, at, data)"
                        + " select id, id, call_sid, 'call.completed', 0, hex(zeroblob(1000)) from call where id = ?",
                others);
        log.batchUpdate(
                "insert into exchange (call, at, method, path, status, millis, fallback, reply)"
                        + " values (?, 0, 'POST', '/voice/incoming', 200, 1, false, hex(zeroblob(500)))",
                others);
        log.batchUpdate(
                "insert into delivery (event, sink, state, tries, updated) values (?, 'file', 'delivered', 1, 0)",
                others);
    }

    private long count(String table) {
        return log.queryForObject("select count(*) from " + table, Long.class);
    }

    private CallRetention keeping(Duration keep, long maxSize) {
        return new CallRetention(database, keep, maxSize, () -> false);
    }

    @Test
    void whatIsOlderGoesWithAllThatBelongsToIt() throws InterruptedException {
        fill(0, 1_000);
        fill(99_000, 99_100);

        keeping(Duration.ofHours(1), LARGE).sweep();

        assertThat(log.queryForList("select min(id) from call", Long.class)).containsExactly(99_000L);
        for (String table : List.of("call", "event", "exchange", "delivery")) {
            assertThat(count(table)).as(table).isEqualTo(100);
        }
    }

    @Test
    void theOldestGoWhereTheFileIsTooLargeAndItShrinks() throws Exception {
        fill(0, 12_000);
        log.queryForList("pragma wal_checkpoint(truncate)");
        assertThat(Files.size(file)).isGreaterThan(2 * SMALL);

        keeping(EVER, SMALL).sweep();

        assertThat(Files.size(file)).isLessThanOrEqualTo(SMALL).isGreaterThan(SMALL / 2);
        assertThat(Files.size(directory.resolve("calls.db-wal"))).isLessThan(SMALL);
        assertThat(count("call")).isEqualTo(count("event")).isEqualTo(count("delivery"));
        assertThat(log.queryForList("select max(id) from call", Long.class)).containsExactly(11_999L);
        assertThat(log.queryForList("select max(id) - min(id) + 1 - count(*) from call", Long.class))
                .containsExactly(0L);
        assertThat(log.queryForList("pragma quick_check", String.class)).containsExactly("ok");
    }

    @Test
    void whatIsNotTooMuchStays() throws Exception {
        fill(0, 2_500);

        keeping(EVER, SMALL).sweep();

        assertThat(count("call")).isEqualTo(2_500);
    }

    @Test
    void aCallInProgressStaysHoweverLargeTheFileIs() throws Exception {
        fill(0, 12_000);
        fill(99_990, 99_993);
        // the first goes on, the second is a leg of it that is over, the third is over
        log.update("update call set parent_sid = ?, ended = started where id = 99991", CallLogFixture.sid(99_990));
        log.update("update call set ended = started where id = 99992");

        keeping(EVER, 1).sweep();

        assertThat(log.queryForList("select id from call order by id", Long.class))
                .containsExactly(99_990L, 99_991L);
        assertThat(count("event")).isEqualTo(2);
    }

    @Test
    void whoWritesMeanwhileIsNotRefused() throws Exception {
        fill(0, 6_000);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> written = executor.submit(() -> {
                int calls = 0;
                while (!over.get() || calls == 0) {
                    fill(100_000 + calls, 100_001 + calls);
                    calls++;
                }
                return calls;
            });
            keeping(Duration.ofHours(1), LARGE).sweep();
            over.set(true);

            long calls = written.get();
            assertThat(count("call")).isEqualTo(calls);
        } finally {
            executor.shutdownNow();
        }
        assertThat(database.problem()).isEmpty();
    }

    @Test
    void whatFindsTheLogLockedGoesWithTheNextSweep() throws Exception {
        fill(0, 10);
        try (Connection lock = LogFile.of(file).lock()) {
            keeping(Duration.ofHours(1), LARGE).sweep();
            assertThat(lock.isClosed()).isFalse();
        }

        keeping(Duration.ofHours(1), LARGE).sweep();

        assertThat(LogFile.of(file).ask("select * from call")).isEmpty();
        assertThat(database.problem()).isEmpty();
    }

    @Test
    void gapsGoWhereTheirCallsHaveGone() throws Exception {
        long now = System.currentTimeMillis();
        for (long until : List.of(1L, now)) {
            log.update("insert into gap (since, until, dropped) values (?, ?, 1)", until - 1, until);
        }

        keeping(Duration.ofHours(1), LARGE).sweep();

        assertThat(log.queryForList("select until from gap", Long.class)).containsExactly(now);
    }
}
