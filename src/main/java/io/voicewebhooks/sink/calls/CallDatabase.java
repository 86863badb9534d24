package io.voicewebhooks.sink.calls;

import com.zaxxer.hikari.HikariDataSource;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.Cause;
import java.io.IOException;
import java.nio.file.Path;
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

/**
 * The database of the call log. It is opened where somebody first asks for a connection, and again where it has gone: a file
 * that is damaged is kept under another name, and a new one begun. Nobody but the log's own readers and writers is ever
 * kept waiting or told of a failure.
 */
public final class CallDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallDatabase.class);
    /** After it could not be opened, everybody hears the same for so long. */
    private static final long NEXT_OPEN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Store store;
    private final DataSource writer = new OpeningDataSource(() -> connection(Store.Pools::writer));
    private final DataSource reader = new OpeningDataSource(() -> connection(Store.Pools::reader));
    private volatile Store.Pools pools;
    private volatile boolean damaged;
    /** What is wrong now, {@code null} where nothing is. */
    private volatile String trouble;

    private SQLException openFailure;
    private long openFailedAt;
    private boolean closed;

    CallDatabase(Store store) {
        this.store = store;
    }

    /**
     * That of a context.
     *
     * @throws IllegalStateException if the call log is off, {@code voice.sink.calls.enabled}
     */
    public static synchronized CallDatabase of(CamelContext context) {
        CallDatabase known = context.getCamelContextExtension().getContextPlugin(CallDatabase.class);
        if (known == null) {
            Settings settings = Settings.of(context);
            if (!settings.isOn(Key.CALLS_ENABLED)) {
                throw new IllegalStateException(Key.CALLS_ENABLED + " is false");
            }
            known = new CallDatabase(store(settings));
            context.getCamelContextExtension().addContextPlugin(CallDatabase.class, known);
        }
        return known;
    }

    private static Store store(Settings settings) {
        Path directory = settings.dataDir();
        String url = settings.find(Key.CALLS_URL).orElse(SqliteStore.PREFIX + directory.resolve("calls.db"));
        return url.startsWith(SqliteStore.PREFIX)
                ? new SqliteStore(
                        Path.of(url.substring(SqliteStore.PREFIX.length())).toAbsolutePath(),
                        directory.resolve("sqlite"))
                : new PostgresStore(url, settings.get(Key.CALLS_USERNAME), settings.get(Key.CALLS_PASSWORD));
    }

    /**
     * Connections for whoever writes; of SQLite there is one, so it is given back soon. In SQLite a connection without
     * autocommit keeps everybody else from writing, from {@code setAutoCommit(false)} on and after each commit too: to close
     * it ends that.
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
            return Optional.of("the call log " + store.name() + " " + now
                    + ": calls since then are not in it and wait in the queue voice.sink.calls");
        }
        return store.asideName()
                .map(aside -> "the call log " + store.name() + " was damaged and has begun anew: earlier calls are in "
                        + aside + ", which may be removed");
    }

    private Connection connection(Function<Store.Pools, HikariDataSource> pool) throws SQLException {
        try {
            return pool.apply(open()).getConnection();
        } catch (SQLException e) {
            note(e);
            throw e;
        }
    }

    private Store.Pools open() throws SQLException {
        Store.Pools known = pools;
        return known != null && !damaged && store.isThere() ? known : openAgain();
    }

    private synchronized Store.Pools openAgain() throws SQLException {
        if (pools != null && !damaged && store.isThere()) {
            return pools;
        }
        if (closed) {
            throw new SQLException("the application stops");
        }
        if (openFailure != null && System.nanoTime() - openFailedAt < NEXT_OPEN_NANOS) {
            throw openFailure;
        }
        try {
            if (pools != null) {
                LOG.warn("the call log {} {}: it is begun anew", store.name(), damaged ? "is damaged" : "has gone");
                pools.close();
                pools = null;
            }
            if (damaged) {
                store.setAside();
                damaged = false;
            }
            pools = opened();
            openFailure = null;
            trouble = null;
            return pools;
        } catch (IOException | SQLException e) {
            openFailure = e instanceof SQLException sql ? sql : new SQLException(Cause.of(e), e);
            openFailedAt = System.nanoTime();
            throw openFailure;
        }
    }

    private Store.Pools opened() throws SQLException, IOException {
        Store.Pools made = store.open(this::note);
        try (Connection connection = made.writer().getConnection()) {
            Schema.migrate(store, connection);
            return made;
        } catch (SQLException | IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** Hears of each failure, whoever met it. */
    private void note(SQLException failure) {
        String now = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                now = Schema.NEWER.equals(sql.getSQLState())
                        ? sql.getMessage()
                        : store.trouble(sql).orElse(now);
                damaged |= store.isDamage(sql);
            }
        }
        if (now == null && pools == null) {
            now = "cannot be opened (" + Cause.of(failure) + ")";
        }
        if (now != null && !now.equals(trouble)) {
            LOG.warn("the call log {} {}", store.name(), now);
            trouble = now;
        }
    }

    /** Opens it where it is not, and after a failure looks whether that is over. */
    void look() {
        try (Connection connection = writer.getConnection()) {
            if (trouble != null) {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("update schema_version set version = version");
                }
                LOG.info("the call log {} can be written again", store.name());
                trouble = null;
            }
        } catch (SQLException e) {
            note(e);
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
