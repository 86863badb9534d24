package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmergencyClosureTest {
    @TempDir
    Path dir;

    private Path file;
    private EmergencyClosure closure;

    @BeforeEach
    void open() {
        file = dir.resolve("closed");
        closure = new EmergencyClosure(dir);
    }

    @Test
    void itLastsAsLongAsTheFile() throws IOException {
        assertThat(closure.closed()).isFalse();
        Files.createFile(file);
        assertThat(closure.closed()).isTrue();
        Files.delete(file);
        assertThat(closure.closed()).isFalse();
    }

    @Test
    void theTextIsThatOfTheFile() throws IOException {
        Files.writeString(file, "  Geschlossen wegen Überschwemmung.\n");

        assertThat(closure.text()).isEqualTo("Geschlossen wegen Überschwemmung.");
    }

    @Test
    void aFileThatIsGoneSaysNothing() {
        assertThat(closure.text()).isEmpty();
    }

    @Test
    void whatCannotBeReadClosesAllTheSame() throws IOException {
        Files.createDirectory(file);

        assertThat(closure.closed()).isTrue();
        assertThat(closure.text()).isEmpty();
    }

    @Test
    void aLongTextIsCutToWhatIsSpoken() throws IOException {
        Files.writeString(file, "x".repeat(100_000));

        assertThat(closure.text()).hasSize(4000);
    }
}
