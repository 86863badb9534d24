package io.voicewebhooks.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The first bytes of a WAV file: {@code RIFF}, the length of what follows (32 bits, little-endian), {@code WAVE}. They show
 * what HTTP cannot: a file that was cut short before it was sent, or on a connection whose end is the only end of the file.
 */
final class WaveHeader {
    private static final int LENGTH = 12;
    private static final int BEFORE_LENGTH = 8;
    /** Some writers count the first eight bytes too. */
    private static final int TOLERANCE = 8;
    /** Whoever writes into a stream does not know the length and announces the largest, or nearly so (2 GiB, 4 GiB). */
    private static final long UNKNOWN = 0x7F00_0000L;

    private WaveHeader() {}

    /** Whether a file is WAV and announces more than it holds. */
    static boolean isCutShort(Path file, long bytes) throws IOException {
        byte[] head;
        try (InputStream content = Files.newInputStream(file)) {
            head = content.readNBytes(LENGTH);
        }
        if (head.length < LENGTH || !"RIFF".equals(text(head, 0)) || !"WAVE".equals(text(head, BEFORE_LENGTH))) {
            return false;
        }
        long following = Integer.toUnsignedLong(
                ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
        return following < UNKNOWN && following + BEFORE_LENGTH > bytes + TOLERANCE;
    }

    private static String text(byte[] head, int from) {
        return new String(head, from, 4, StandardCharsets.US_ASCII);
    }
}
