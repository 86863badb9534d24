package io.voicewebhooks.recording;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** What is fetched of one recording at most: a stream without an end would fill the disk, and keep its sink from others. */
record MediaLimit(long bytes, Duration time) {
    /**
     * A WAV file cannot have more than 4 GiB. The longest recording of Twilio's, 24 hours in two channels, has 2.6 GiB, and
     * comes in that time over 3.1 Mbit/s.
     */
    static final MediaLimit STANDARD = new MediaLimit(4L << 30, Duration.ofHours(2));

    static final class ExceededException extends IOException {
        private static final long serialVersionUID = 1L;

        ExceededException(String message) {
            super(message);
        }
    }

    void check(long length) throws ExceededException {
        if (length > bytes) {
            throw new ExceededException("the recording has more than " + bytes + " bytes");
        }
    }

    /** The same stream, which fails at the limit; its time begins now. */
    InputStream of(InputStream audio) {
        long begin = System.nanoTime();
        return new FilterInputStream(audio) {
            private long read;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int got = super.read(buffer, offset, length);
                read += Math.max(got, 0);
                check(read);
                if (System.nanoTime() - begin > time.toNanos()) {
                    throw new ExceededException("the recording has not come whole in " + time.toSeconds() + " s");
                }
                return got;
            }
        };
    }
}
