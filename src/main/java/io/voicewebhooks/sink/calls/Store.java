package io.voicewebhooks.sink.calls;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The kind of database that keeps the call log. */
interface Store {
    /** The connections of an open database; those that write may be those that read. */
    record Pools(HikariDataSource writer, HikariDataSource reader) implements AutoCloseable {
        @Override
        public void close() {
            writer.close();
            reader.close();
        }
    }

    Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(10);

    /** For texts: without user and password. */
    String name();

    /**
     * Makes the database where there is none, and the pools; no connection of theirs yet.
     *
     * @param watch is told of every failure of a statement
     */
    Pools open(Consumer<SQLException> watch) throws SQLException, IOException;

    /** Whether what was opened is still there. */
    boolean isThere();

    /** What the placeholders of the schema stand for. */
    Map<String, String> dialect();

    /** Until the transaction ends, nobody else migrates. */
    void lockSchema(Connection connection) throws SQLException;

    /** What is wrong, to be read behind the name; nothing where the failure is not the database's. */
    Optional<String> trouble(SQLException failure);

    boolean isDamage(SQLException failure);

    /** Keeps what is damaged under another name, so that the next {@link #open} begins anew. */
    void setAside() throws IOException;

    /** What was set aside and is still there. */
    Optional<String> asideName();

    static HikariDataSource pool(HikariConfig config, String name, int size, Consumer<SQLException> watch) {
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        // whoever asks for a connection hears what is wrong
        config.setInitializationFailTimeout(-1);
        config.setExceptionOverride(new SQLExceptionOverride() {
            @java.lang.Override
            public Override adjudicate(SQLException failure) {
                watch.accept(failure);
                return Override.CONTINUE_EVICT;
            }
        });
        return new HikariDataSource(config);
    }
}
