package io.voicewebhooks.testkit.simulator;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * A piece of speech.
 *
 * @param bytes       a whole file
 * @param contentType {@code audio/x-wav} or {@code audio/mpeg}
 */
public record Audio(
        @JsonIgnore byte[] bytes,
        String contentType,
        @JsonIgnore Duration length) {
    private static final int RATE = 8_000;
    private static final int LONGEST_TONE_MILLIS = 30_000;
    /** Of the MP3 files that Twilio serves: 32 kbit/s. */
    private static final int MP3_BYTES_A_SECOND = 4_000;

    /** For JSON, which has neither the sound nor a duration. */
    @JsonProperty
    double seconds() {
        return length.toMillis() / 1_000.0;
    }

    /** A tone, as WAV, PCM 16 bit, 8 kHz, mono, which is what Twilio serves; of a long one the file holds the beginning. */
    public static Audio tone(Duration length) {
        int samples = (int) (RATE * Math.min(length.toMillis(), LONGEST_TONE_MILLIS) / 1_000);
        byte[] bytes = new byte[2 * samples];
        for (int i = 0; i < samples; i++) {
            short sample = (short) (Math.sin(2 * Math.PI * 440 * i / RATE) * 8_000);
            bytes[2 * i] = (byte) sample;
            bytes[2 * i + 1] = (byte) (sample >> 8);
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AudioInputStream stream = new AudioInputStream(new ByteArrayInputStream(bytes), format, samples)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Audio(out.toByteArray(), "audio/x-wav", length);
    }

    /** A file: WAV, or else MP3, whose length is guessed from its size. */
    public static Audio of(byte[] file) {
        try {
            AudioFileFormat format = AudioSystem.getAudioFileFormat(new ByteArrayInputStream(file));
            double seconds =
                    format.getFrameLength() / (double) format.getFormat().getFrameRate();
            return new Audio(file, "audio/x-wav", Duration.ofMillis(Math.round(seconds * 1_000)));
        } catch (UnsupportedAudioFileException e) {
            Duration length = Duration.ofMillis(1_000L * file.length / MP3_BYTES_A_SECOND);
            return new Audio(file, "audio/mpeg", length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
