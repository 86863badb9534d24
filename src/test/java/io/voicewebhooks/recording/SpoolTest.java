package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(longs = {3, -1})
    void aStreamIsWrittenAndDigested(long expected) throws IOException {
        SpooledRecording recording = spool().write("RE1.wav", audio("abc"), expected);

        assertThat(recording.file()).hasContent("abc");
        assertThat(recording.file().getFileName().toString()).endsWith("-RE1.wav");
        assertThat(recording.bytes()).isEqualTo(3);
        assertThat(recording.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(recording.md5()).isEqualTo("kAFQmDzST7DWlj99KOF/cg==");
    }

    @Test
    void theSameNameTwiceIsTwoFiles() throws IOException {
        Spool spool = spool();

        assertThat(spool.write("RE1.wav", audio("abc"), 3).file())
                .isNotEqualTo(spool.write("RE1.wav", audio("abc"), 3).file());
    }

    @ParameterizedTest
    @CsvSource({"ab, 3", "abcd, 3"})
    void aStreamOfAnotherLengthLeavesNoFile(String content, long expected) {
        Spool spool = spool();

        assertThatThrownBy(() -> spool.write("RE1.wav", audio(content), expected))
                .isInstanceOf(IOException.class)
                .hasMessage("the recording has " + content.length() + " bytes, announced were " + expected);
        assertThat(directory()).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void anEmptyStreamLeavesNoFile(long expected) {
        Spool spool = spool();

        assertThatThrownBy(() -> spool.write("RE1.wav", audio(""), expected)).hasMessage("the recording is empty");
        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void aStreamThatBreaksLeavesNoFile() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        Spool spool = spool();

        assertThatThrownBy(() -> spool.write("RE1.wav", new SequenceInputStream(audio("abc"), broken), -1))
                .hasMessage("connection reset");
        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void aStartRemovesWhatACrashLeftBehind() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("1-RE1.wav"), "half a record");

        spool();

        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void onlyTheOwnerMayReadARecording() throws IOException {
        SpooledRecording recording = spool().write("RE1.wav", audio("abc"), 3);

        assertThat(Files.getPosixFilePermissions(recording.file()))
                .allMatch(permission -> permission.name().startsWith("OWNER_"));
    }

    private Path directory() {
        return data.resolve("spool");
    }

    private Spool spool() {
        Spool spool = new Spool(this::directory);
        spool.open();
        return spool;
    }

    private static InputStream audio(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
}
