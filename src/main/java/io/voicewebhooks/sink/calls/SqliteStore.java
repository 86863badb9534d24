package io.voicewebhooks.sink.calls;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** The call log in a file. */
final class SqliteStore implements Store {
    static final String PREFIX = "jdbc:sqlite:";

    private static final String ASIDE = ".damaged-";
    /** How long a statement waits for another process, milliseconds. */
    private static final int BUSY_TIMEOUT = 5_000;
    /** Kibibytes. */
    private static final int WRITER_CACHE = 32 * 1024;

    private static final int READER_CACHE = 8 * 1024;
    private static final int READERS = 4;
    private static final int JOURNAL_SIZE_LIMIT = 64 << 20;

    private static final Map<SQLiteErrorCode, String> TROUBLES = Map.of(
            SQLiteErrorCode.SQLITE_BUSY, "is locked by another process",
            SQLiteErrorCode.SQLITE_LOCKED, "is locked by another process",
            SQLiteErrorCode.SQLITE_FULL, "is on a full disk",
            SQLiteErrorCode.SQLITE_READONLY, "cannot be written",
            SQLiteErrorCode.SQLITE_PERM, "cannot be written",
            SQLiteErrorCode.SQLITE_CANTOPEN, "cannot be opened",
            SQLiteErrorCode.SQLITE_IOERR, "cannot be read or written",
            SQLiteErrorCode.SQLITE_CORRUPT, "is damaged",
            SQLiteErrorCode.SQLITE_NOTADB, "is damaged");

    private final Path file;
    private final Path natives;
    /** What the file system knows the open file by. */
    private volatile Object key;

    /**
     * @param natives a directory that nobody else uses, for the library in C
     */
    SqliteStore(Path file, Path natives) {
        this.file = file;
        this.natives = natives;
    }

    @Override
    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public Pools open(Consumer<SQLException> watch) throws SQLException, IOException {
        unpackBelow(natives);
        if (Files.notExists(file) || Files.size(file) == 0) {
            begin();
        }
        key = key();
        SQLiteDataSource writer = source(WRITER_CACHE);
        // the lock is taken where a transaction begins: none fails in the middle
        writer.setTransactionMode("IMMEDIATE");
        HikariConfig reading = new HikariConfig();
        reading.setDataSource(source(READER_CACHE));
        reading.setConnectionInitSql("pragma query_only = on");
        HikariConfig writing = new HikariConfig();
        writing.setDataSource(writer);
        for (HikariConfig each : List.of(reading, writing)) {
            // a connection to a file does not age
            each.setMaxLifetime(0);
        }
        return new Pools(
                Store.pool(writing, "calls-writer", 1, watch), Store.pool(reading, "calls-reader", READERS, watch));
    }

    private SQLiteDataSource source(int cache) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_TIMEOUT);
        config.setCacheSize(-cache);
        config.setJournalSizeLimit(JOURNAL_SIZE_LIMIT);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(PREFIX + file);
        return source;
    }

    /** The library stays where a process is killed, and no later one would remove it. */
    private static void unpackBelow(Path natives) throws IOException {
        if (System.getProperty("org.sqlite.tmpdir") == null) {
            Files.createDirectories(natives);
            try (Stream<Path> left = Files.list(natives)) {
                for (Path each : left.toList()) {
                    Files.delete(each);
                }
            }
            System.setProperty("org.sqlite.tmpdir", natives.toString());
        }
    }

    /** A new file, its owner's alone; it can only be told to shrink before everything else, and by no setting. */
    private void begin() throws SQLException, IOException {
        Files.deleteIfExists(beside("-wal"));
        Files.deleteIfExists(beside("-shm"));
        if (Files.notExists(file)) {
            Files.createFile(file);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
        try (Connection connection = DriverManager.getConnection(PREFIX + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("pragma auto_vacuum = incremental");
            statement.executeUpdate("pragma journal_mode = wal");
        }
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private Object key() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return "none";
        }
    }

    @Override
    public boolean isThere() {
        Object now = key();
        return now == null || now.equals(key);
    }

    @Override
    public Map<String, String> dialect() {
        return Map.of("{number}", "integer", "{clustered}", "without rowid");
    }

    @Override
    public void lockSchema(Connection connection) {
        // the transaction has the lock
    }

    private static SQLiteErrorCode code(SQLException failure) {
        // the codes in the lower byte; what stands above says more
        return SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff);
    }

    @Override
    public Optional<String> trouble(SQLException failure) {
        return Optional.ofNullable(TROUBLES.get(code(failure)));
    }

    @Override
    public boolean isDamage(SQLException failure) {
        SQLiteErrorCode code = code(failure);
        return code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB;
    }

    @Override
    public void setAside() throws IOException {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "");
        for (String suffix : List.of("", "-wal")) {
            if (Files.exists(beside(suffix))) {
                Files.move(beside(suffix), beside(ASIDE + time + suffix));
            }
        }
    }

    @Override
    public Optional<String> asideName() {
        Path directory = file.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(each -> each.startsWith(name() + ASIDE) && !each.endsWith("-wal"))
                    .max(String::compareTo);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
