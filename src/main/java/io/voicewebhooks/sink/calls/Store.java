package io.voicewebhooks.sink.calls;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The kind of database that keeps the call log. */
interface Store {
    /** Milliseconds. */
    int WAIT_FOR_CONNECTION = 10_000;

    /** The connections of an open database; those that write may be those that read. */
    record Pools(HikariDataSource writer, HikariDataSource reader) implements AutoCloseable {
        @Override
        public void close() {
            writer.close();
            reader.close();
        }
    }

    static Store of(Settings settings) {
        Path directory = settings.dataDir();
        String url = settings.find(Key.CALLS_URL).orElse(SqliteStore.PREFIX + directory.resolve("calls.db"));
        return url.startsWith(SqliteStore.PREFIX)
                ? new SqliteStore(
                        Path.of(url.substring(SqliteStore.PREFIX.length())).toAbsolutePath(),
                        directory.resolve("sqlite"))
                : new PostgresStore(url, settings.get(Key.CALLS_USERNAME), settings.get(Key.CALLS_PASSWORD));
    }

    /**
     * Makes the database where there is none, and the pools, which are empty yet.
     *
     * @param watch is told of every failure of a statement
     */
    Pools open(Consumer<SQLException> watch) throws SQLException, IOException;

    /** Whether what was opened is still there. */
    default boolean isThere() {
        return true;
    }

    /** What the placeholders of the schema stand for. */
    Map<String, String> dialect();

    /** A statement after which nobody else migrates until the transaction ends. */
    String lockSchema();

    /** What is wrong, in words that go on a sentence about the log; nothing where the failure is not the database's. */
    Optional<String> trouble(SQLException failure);

    /** Whether it has to be set aside. A server looks after its files itself. */
    default boolean isDamage(SQLException failure) {
        return false;
    }

    /** Keeps what is damaged under another name, so that the next {@link #open} begins anew. */
    default void setAside() throws IOException {}

    /** The name of what was set aside and is still there. */
    default Optional<String> asideName() {
        return Optional.empty();
    }

    static HikariDataSource pool(HikariConfig config, String name, int size, Consumer<SQLException> watch) {
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION);
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
