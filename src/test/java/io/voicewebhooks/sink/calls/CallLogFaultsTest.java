package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.voicewebhooks.support.JavaProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is lost, damaged or cannot be written: calls and the other sinks go on, and health says what is missing. */
class CallLogFaultsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path dir;

    private Path file() {
        return dir.resolve("calls.db");
    }

    private Stream<String> setAside() throws IOException {
        return Files.list(dir)
                .map(each -> each.getFileName().toString())
                .filter(each -> each.startsWith("calls.db.damaged-") && !each.endsWith("-wal"));
    }

    @Test
    void theDatabaseIsForTheLogAlone(@TempDir Path dir) {
        try (LoggingApplication application = new LoggingApplication(dir)) {
            application.call();
            CamelContext context = application.application().context();
            assertThat(context.getRegistry().findByType(DataSource.class))
                    .as("what sql endpoints without a dataSource would be given")
                    .isEmpty();
        }
    }

    @Test
    void aFileThatIsDeletedIsBegunAnew() throws IOException {
        try (LoggingApplication application = new LoggingApplication(dir)) {
            application.awaitLogged(application.call());
            Files.delete(file());

            application.awaitLogged(application.call());
            assertThat(file()).exists();
            application.awaitProblem("had gone and has begun anew");
            assertThat(application.deadLetters()).isEmpty();
        }
    }

    @Test
    void aFileThatIsCutOffWhileItIsUsedIsSetAside() throws Exception {
        try (LoggingApplication application = new LoggingApplication(dir)) {
            for (int i = 0; i < 20; i++) {
                application.awaitLogged(application.call());
            }
            application.log().queryForList("select 1");
            checkpoint();
            try (RandomAccessFile cut = new RandomAccessFile(file().toFile(), "rw")) {
                cut.setLength(cut.length() / 2);
            }

            application.awaitLogged(application.call());
            assertThat(application.deadLetters()).isEmpty();
        }
    }

    private void checkpoint() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute("pragma wal_checkpoint(truncate)");
        }
    }

    @Test
    void aFileThatWasCutOffIsSetAsideAtTheStart() throws Exception {
        try (LoggingApplication application = new LoggingApplication(dir)) {
            application.awaitLogged(application.call());
        }
        try (RandomAccessFile cut = new RandomAccessFile(file().toFile(), "rw")) {
            cut.setLength(cut.length() / 2);
        }

        try (LoggingApplication application = new LoggingApplication(dir)) {
            application.awaitLogged(application.call());
            application.awaitProblem("damaged");
            assertThat(setAside()).hasSize(1);
            assertThat(application.deadLetters()).isEmpty();
        }
    }

    @Test
    void aFileOfAnythingIsSetAside() throws IOException {
        byte[] anything = new byte[100_000];
        new Random(1).nextBytes(anything);
        Files.write(file(), anything);

        try (LoggingApplication application = new LoggingApplication(dir)) {
            application.awaitLogged(application.call());

            application.awaitProblem("damaged");
            assertThat(setAside()).hasSize(1);
            assertThat(dir.resolve(setAside().findFirst().orElseThrow())).hasBinaryContent(anything);
            // until somebody has seen to it
            Files.delete(dir.resolve(setAside().findFirst().orElseThrow()));
            application.awaitNoProblem();
            assertThat(application.deadLetters()).isEmpty();
        }
    }

    @Test
    void whatIsOfALaterVersionIsLeftAlone() throws Exception {
        try (LoggingApplication application = new LoggingApplication(dir)) {
            application.awaitLogged(application.call());
        }
        change("insert into schema_version (version) values (7)");

        String waits;
        try (LoggingApplication application = new LoggingApplication(dir)) {
            application.awaitProblem("is of a newer version (schema 7");
            waits = application.call();
            assertThat(application.deadLetters()).isEmpty();
            assertThat(setAside()).isEmpty();
        }
        change("delete from schema_version where version = 7");
        try (LoggingApplication application = new LoggingApplication(dir)) {
            application.awaitLogged(waits);
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Another process that has the lock until it ends. */
    static final class Locker {
        public static void main(String[] arguments) throws Exception {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + System.getProperty("file"));
                    Statement statement = connection.createStatement()) {
                statement.execute("begin exclusive");
                System.out.println("locked");
                Thread.sleep(Duration.ofHours(1).toMillis());
            }
        }
    }

    @Test
    void aLockOfAnotherProcessIsWaitedFor() {
        try (LoggingApplication application = new LoggingApplication(dir)) {
            application.awaitLogged(application.call());
            String waits;
            try (JavaProcess locker = JavaProcess.start(
                    dir, Locker.class, Map.of("file", file().toString()), "-XX:TieredStopAtLevel=1")) {
                locker.awaitOutput("locked", LIMIT);
                waits = application.call();
                application.awaitProblem("is locked by another process");
            }

            application.awaitLogged(waits);
            application.awaitNoProblem();
            assertThat(application.deadLetters()).isEmpty();
        }
    }

    @Test
    void whereNoFileCanBeMadeEverythingElseGoesOn() {
        assumeThat(Path.of("/proc")).isDirectory();
        try (LoggingApplication application =
                new LoggingApplication(dir, "voice.sink.calls.url", "jdbc:sqlite:/proc/calls.db")) {
            application.call();

            application.awaitProblem("cannot be opened");
            assertThat(application.deadLetters()).isEmpty();
        }
    }

    @Test
    void aDiskThatCannotBeWrittenIsWaitedFor() throws Exception {
        Path disk = mount("16m");
        String url = "jdbc:sqlite:" + disk.resolve("calls.db");
        try (LoggingApplication application = new LoggingApplication(dir, "voice.sink.calls.url", url)) {
            application.awaitLogged(application.call());
        }
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();

        try (LoggingApplication application = new LoggingApplication(dir, "voice.sink.calls.url", url)) {
            String waits = application.call();
            application.awaitProblem("cannot be");
            assertThat(run("mount", "-o", "remount,rw", disk.toString())).isZero();

            application.awaitLogged(waits);
            application.awaitNoProblem();
            assertThat(application.deadLetters()).isEmpty();
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void aFullDiskIsWaitedFor() throws Exception {
        Path disk = mount("1m");
        try (LoggingApplication application =
                new LoggingApplication(dir, "voice.sink.calls.url", "jdbc:sqlite:" + disk.resolve("calls.db"))) {
            application.awaitLogged(application.call());
            Path filler = Files.write(disk.resolve("filler"), new byte[600_000]);
            try {
                Files.write(disk.resolve("filler2"), new byte[600_000]);
            } catch (IOException e) {
                // now it is full
            }
            String waits = application.call();
            application.awaitProblem("is on a full disk");

            Files.delete(filler);
            application.awaitLogged(waits);
            application.awaitNoProblem();
            assertThat(application.deadLetters()).isEmpty();
        } finally {
            run("umount", disk.toString());
        }
    }

    /** A small disk of its own, which needs the right to mount one. */
    private Path mount(String size) throws Exception {
        Path disk = Files.createDirectory(dir.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString()))
                .as("a disk of its own")
                .isZero();
        return disk;
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
