package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveHeaderTest {
    private static final int BYTES = 1_000;

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "992, false", // as it should be
        "1000, false", // a writer that counts the first eight bytes too
        "1001, true",
        "100000, true",
        "0, false", // a writer that never knew the length
        "500, false", // something behind the audio
        "2147483647, false",
        "-1, false" // the largest, unsigned
    })
    void aFileThatAnnouncesMoreThanItHoldsIsCutShort(int announced, boolean cutShort) throws IOException {
        assertThat(WaveHeader.isCutShort(file("RIFF", announced, "WAVE"), BYTES))
                .isEqualTo(cutShort);
    }

    @ParameterizedTest
    @CsvSource({"RIFX, WAVE", "RIFF, AVI.", "ID3., ...."})
    void whatIsNoWavAnnouncesNothing(String first, String second) throws IOException {
        assertThat(WaveHeader.isCutShort(file(first, 100_000, second), BYTES)).isFalse();
    }

    @Test
    void aFileWithoutAWholeHeaderAnnouncesNothing() throws IOException {
        Path file = Files.writeString(dir.resolve("short"), "RIFF");

        assertThat(WaveHeader.isCutShort(file, 4)).isFalse();
    }

    private Path file(String first, int announced, String second) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        content.put(first.getBytes(StandardCharsets.US_ASCII)).putInt(announced);
        content.put(second.getBytes(StandardCharsets.US_ASCII));
        return Files.write(dir.resolve("recording"), content.array());
    }
}
