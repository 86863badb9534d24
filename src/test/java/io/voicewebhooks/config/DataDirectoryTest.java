package io.voicewebhooks.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.testkit.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read what callers said: nobody but the owner, also where the directory was made beforehand. */
class DataDirectoryTest {
    private Path directory;

    @BeforeEach
    void make(@TempDir Path dir) throws IOException {
        directory = open(Files.createDirectory(dir.resolve("data")), "rwxr-xr-x");
    }

    @Test
    void aDirectoryThatIsOpenIsClosedWithWhatOursIsInItAndSaidOnce() throws IOException {
        Path day = open(Files.createDirectories(directory.resolve("archive/recordings")), "rwxrwxr-x");
        Path audio = open(Files.createFile(day.resolve("RE1.wav")), "rw-r--r--");
        Files.createFile(directory.resolve("classes-123.jsa"));
        Path elsewhere = open(Files.createFile(directory.resolveSibling("elsewhere")), "rw-r--r--");
        Files.createSymbolicLink(day.resolve("link"), elsewhere);

        try (LogLines log = LogLines.record();
                Application application = Application.with(directory).start()) {
            assertThat(application.management("/observe/health/live").statusCode())
                    .isEqualTo(200);
            assertThat(modes(directory)).isEqualTo("rwx------");
            assertThat(modes(day)).isEqualTo("rwx------");
            assertThat(modes(audio)).isEqualTo("rw-------");
            assertThat(modes(elsewhere)).isEqualTo("rw-r--r--");
            assertThat(log.lines().stream().filter(line -> line.contains("voice.data-dir")))
                    .containsExactly("WARN voice.data-dir = " + directory
                            + " is open to others (rwxr-xr-x): now it and 3 files and directories in it are their owner's"
                            + " alone");
        }
    }

    @Test
    void aDirectoryWithWhatIsNotOursIsNotTouchedButWhatIsOurs() throws IOException {
        Path other = open(Files.createFile(directory.resolve("notes.txt")), "rw-r--r--");
        Path spool = open(Files.createDirectory(directory.resolve("spool")), "rwxr-xr-x");

        try (LogLines log = LogLines.record()) {
            DataDirectory.close(directory);

            assertThat(modes(directory)).isEqualTo("rwxr-xr-x");
            assertThat(modes(other)).isEqualTo("rw-r--r--");
            assertThat(modes(spool)).isEqualTo("rwx------");
            assertThat(log.lines()).singleElement().asString().contains("voice.data-dir", "holds what is not ours");
        }
    }

    @Test
    void aDirectoryThatIsClosedIsLeftAlone() throws IOException {
        open(directory, "rwx------");
        try (LogLines log = LogLines.record()) {
            DataDirectory.close(directory);

            assertThat(log.lines()).isEqualTo(List.of());
        }
    }

    private static Path open(Path file, String modes) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
    }

    private static String modes(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
