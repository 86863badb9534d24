package io.voicewebhooks.sink.calls;

import com.zaxxer.hikari.HikariDataSource;
import io.voicewebhooks.config.OnePerContext;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.Cause;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The database of the call log: opened for whoever asks first, and begun anew where it has gone or is damaged. */
public final class CallDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallDatabase.class);
    private static final long NEXT_TRY_NANOS = Duration.ofSeconds(5).toNanos();

    private final Store store;
    private final DataSource writer = new Source(Store.Pools::writer);
    private final DataSource reader = new Source(Store.Pools::reader);
    private volatile Store.Pools pools;
    private volatile boolean damaged;
    /** What is wrong now, {@code null} where nothing is. */
    private volatile String trouble;

    private volatile boolean gone;
    /** What is heard of connections of former pools does not count. */
    private volatile int opening;

    private SQLException failure;
    private long failedAt;
    private volatile boolean closed;

    CallDatabase(Store store) {
        this.store = store;
    }

    /** That of a context, where the call log is on ({@code voice.sink.calls.enabled}). */
    public static CallDatabase of(CamelContext context) {
        return OnePerContext.of(context, CallDatabase.class, () -> new CallDatabase(Store.of(Settings.of(context))));
    }

    /**
     * Connections for whoever writes. SQLite has one, which keeps everybody else from writing from
     * {@code setAutoCommit(false)} on, beyond a commit, until it is closed.
     */
    public DataSource writer() {
        return writer;
    }

    /** Connections for whoever reads only. */
    public DataSource reader() {
        return reader;
    }

    /** In one sentence why the log is incomplete or missing; nothing where it is whole. */
    public Optional<String> problem() {
        String now = trouble;
        if (now != null) {
            return Optional.of("the call log " + now + ": what happens is not in it, events wait in voice.sink.calls");
        }
        return store.asideName()
                .map(aside -> "the call log was damaged and has begun anew: earlier calls are in " + aside)
                .or(() -> Optional.of("the call log had gone and has begun anew: earlier calls are missing")
                        .filter(text -> gone));
    }

    /** Connections of a pool that need not be there yet. */
    private final class Source extends DelegatingDataSource {
        private final Function<Store.Pools, HikariDataSource> pool;

        Source(Function<Store.Pools, HikariDataSource> pool) {
            this.pool = pool;
        }

        @Override
        public Connection getConnection() throws SQLException {
            try {
                return pool.apply(open()).getConnection();
            } catch (SQLException e) {
                note(e, "cannot be opened (" + Cause.of(e) + ")");
                throw e;
            }
        }
    }

    private synchronized Store.Pools open() throws SQLException {
        if (pools != null && !damaged && store.isThere()) {
            return pools;
        }
        if (closed) {
            throw new SQLException("the application stops");
        }
        if (failure != null && System.nanoTime() - failedAt < NEXT_TRY_NANOS) {
            throw failure;
        }
        try {
            if (pools != null) {
                LOG.warn("the call log {}: a new one is begun", damaged ? "is damaged" : "has gone");
                gone = !damaged;
                pools.close();
                pools = null;
            }
            if (damaged) {
                store.setAside();
                damaged = false;
            }
            pools = opened();
            failure = null;
            trouble = null;
            return pools;
        } catch (IOException | SQLException | DataAccessException e) {
            failure = e instanceof SQLException sql ? sql : new SQLException(Cause.of(e), e);
            failedAt = System.nanoTime();
            throw failure;
        }
    }

    private Store.Pools opened() throws SQLException, IOException {
        int mine = ++opening;
        Store.Pools made = store.open(failed -> {
            if (mine == opening) {
                note(failed, null);
            }
        });
        try {
            Schema.migrate(store, made.writer());
            return made;
        } catch (SQLException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** Hears of each failure, whoever met it. Where it does not say what is wrong, {@code otherwise} does. */
    private void note(SQLException failed, String otherwise) {
        String now = otherwise;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                now = Schema.NEWER.equals(sql.getSQLState())
                        ? sql.getMessage()
                        : store.trouble(sql).orElse(now);
                damaged |= store.isDamage(sql);
            }
        }
        if (now != null && !now.equals(trouble) && !closed) {
            trouble = now;
            LOG.warn("the call log {}", now);
        }
    }

    boolean isFile() {
        return store instanceof SqliteStore;
    }

    /** Opens it where it is not, and looks whether what was wrong is over. */
    void look() {
        try (Connection connection = writer.getConnection();
                Statement statement = connection.createStatement()) {
            if (trouble != null) {
                statement.executeUpdate("update schema_version set version = version");
                trouble = null;
                LOG.info("the call log can be written again");
            }
        } catch (SQLException e) {
            LOG.debug("the call log cannot be used", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (pools != null) {
            pools.close();
            pools = null;
        }
    }
}
