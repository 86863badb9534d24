package io.voicewebhooks.sink.calls;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The bean {@code callRetention}: removes calls that are older than {@code voice.sink.calls.keep}, and the oldest where the
 * file becomes larger than {@code voice.sink.calls.max-size}; then the file shrinks. It goes in small steps, so that nobody
 * waits long for the lock.
 */
public final class CallRetention {
    private static final Logger LOG = LoggerFactory.getLogger(CallRetention.class);
    /** A step: calls that go, pages that are given back. */
    private static final int CALLS = 50;

    private static final Duration LONGEST_CALL = Duration.ofHours(24);
    private static final int PAGES = 500;
    /** Between the steps, milliseconds. */
    private static final long PAUSE = 5;
    /** A part of the file that may be empty: it is filled again soon. */
    private static final int EMPTY_PART = 20;

    private final CallDatabase database;
    private final JdbcTemplate sql;
    private final Duration keep;
    private final long maxSize;
    private final BooleanSupplier stops;
    private final Optional<CallLogOff> off;
    /** Once is enough: it has to be put right by hand. */
    private boolean complained;

    CallRetention(CamelContext context) {
        this(
                CallDatabase.of(context),
                Optional.of(new CallLogOff(Settings.of(context))),
                Settings.of(context).duration(Key.CALLS_KEEP),
                Settings.of(context).bytes(Key.CALLS_MAX_SIZE),
                context::isStopping);
    }

    /**
     * @param stops whether there is no time left
     */
    CallRetention(CallDatabase database, Duration keep, long maxSize, BooleanSupplier stops) {
        this(database, Optional.empty(), keep, maxSize, stops);
    }

    private CallRetention(
            CallDatabase database, Optional<CallLogOff> off, Duration keep, long maxSize, BooleanSupplier stops) {
        this.off = off;
        this.database = database;
        this.sql = new JdbcTemplate(database.writer());
        this.keep = keep;
        this.maxSize = maxSize;
        this.stops = stops;
    }

    /** Removes what is too old or too much. It may fail: the next one goes on. */
    public void sweep() throws InterruptedException {
        database.look();
        try {
            if (!complained && off.isPresent() && off.get().isNoted()) {
                sql.update("update coverage set since = ?", System.currentTimeMillis());
                complained = !off.get().forget();
            }
            long oldest = System.currentTimeMillis() - keep.toMillis();
            while (!stops.getAsBoolean() && remove(oldest)) {
                Thread.sleep(PAUSE);
            }
            sql.update("delete from gap where until < ?", oldest);
            if (database.isFile()) {
                while (!stops.getAsBoolean() && used() > maxSize - maxSize / EMPTY_PART && remove(Long.MAX_VALUE)) {
                    Thread.sleep(PAUSE);
                }
                shrink();
            }
        } catch (DataAccessException | SQLException e) {
            LOG.debug("the call log could not be looked through", e);
        }
    }

    private long used() {
        return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
    }

    private long pragma(String name) {
        return sql.queryForObject("pragma " + name, Long.class);
    }

    /** The oldest that began before a time. False where there is none. */
    private boolean remove(long before) throws SQLException {
        long begun = System.currentTimeMillis() - LONGEST_CALL.toMillis();
        List<Long> oldest = JdbcClient.create(database.writer())
                .sql(Sql.of("oldest"))
                .params(Map.of("before", before, "begun", begun, "most", CALLS))
                .query(Long.class)
                .list();
        if (oldest.isEmpty()) {
            return false;
        }
        // what is missing of them is not lost
        JdbcClient.create(database.writer())
                .sql("update coverage set since = (select max(started) + 1 from call where id in (:calls))"
                        + " where since <= (select max(started) from call where id in (:calls))")
                .param("calls", oldest)
                .update();
        CallErasure.remove(database, oldest);
        return true;
    }

    private void shrink() throws InterruptedException {
        long pages = pragma("page_count");
        if (pragma("freelist_count") > Math.max(PAGES, pages / EMPTY_PART) || pages * pragma("page_size") > maxSize) {
            while (!stops.getAsBoolean() && pragma("freelist_count") > 0) {
                // this is a Statement.executeUpdate: execute would free one page
                sql.update("pragma incremental_vacuum(" + PAGES + ")");
                Thread.sleep(PAUSE);
            }
            // the file is cut off where its journal goes into it
            sql.queryForList("pragma wal_checkpoint(truncate)");
        }
    }
}
