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

/** The call log in a file. */
final class SqliteStore implements Store {
    static final String PREFIX = "jdbc:sqlite:";

    private static final String ASIDE = ".damaged-";
    private static final int READERS = 4;

    private final Path file;
    private final Path natives;
    /** What the file system knows the open file by. */
    private volatile Object key;

    /**
     * @param natives a directory of nobody else's, for the library in C
     */
    SqliteStore(Path file, Path natives) {
        this.file = file;
        this.natives = natives;
    }

    @Override
    public Pools open(Consumer<SQLException> watch) throws SQLException, IOException {
        unpackBelow(natives);
        if (Files.notExists(file) || Files.size(file) == 0) {
            begin();
        }
        key = key();
        HikariConfig writer = config(32 * 1024);
        // the lock is taken where a transaction begins: none fails in the middle
        writer.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        HikariConfig reader = config(8 * 1024);
        reader.setConnectionInitSql("pragma query_only = on");
        return new Pools(
                Store.pool(writer, "calls-writer", 1, watch), Store.pool(reader, "calls-reader", READERS, watch));
    }

    /**
     * @param cache KiB
     */
    private HikariConfig config(int cache) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(PREFIX + file);
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "NORMAL");
        config.addDataSourceProperty("busy_timeout", "5000");
        config.addDataSourceProperty("cache_size", "-" + cache);
        config.addDataSourceProperty("journal_size_limit", String.valueOf(64 << 20));
        // a connection to a file does not age
        config.setMaxLifetime(0);
        return config;
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

    /** A new file, its owner's alone. That it can shrink has to be said first, and no setting does. */
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

    /** Where the system knows files by name only, nobody can remove one that is open. */
    @Override
    public boolean isThere() {
        Object now = key();
        return now == null || now.equals(key);
    }

    @Override
    public Map<String, String> dialect() {
        return Map.of(
                "{number}",
                "integer",
                "{clustered}",
                "without rowid",
                "{now}",
                "cast(strftime('%s', 'now') as integer) * 1000");
    }

    /** The lock comes with whatever writes. */
    @Override
    public String lockSchema() {
        return "pragma user_version = 0";
    }

    /** See https://www.sqlite.org/rescode.html: the lower byte says what, the others in which way. */
    @Override
    public Optional<String> trouble(SQLException failure) {
        return Optional.ofNullable(
                switch (failure.getErrorCode() & 0xff) {
                    case 5, 6 -> "is locked by another process";
                    case 3, 8 -> "cannot be written";
                    case 10 -> "cannot be read or written, the disk fails";
                    case 11, 26 -> "is damaged";
                    case 13 -> "is on a full disk";
                    case 14 -> "cannot be opened";
                    default -> null;
                });
    }

    @Override
    public boolean isDamage(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        return code == 11 || code == 26;
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
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(each -> each.getFileName().toString())
                    .filter(each -> each.startsWith(file.getFileName() + ASIDE) && !each.endsWith("-wal"))
                    .max(String::compareTo);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
