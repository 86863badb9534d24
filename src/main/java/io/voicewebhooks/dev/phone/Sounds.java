package io.voicewebhooks.dev.phone;

import io.vertx.core.buffer.Buffer;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Sounds on their way from a page. */
final class Sounds {
    private Sounds() {}

    /**
     * What a microphone recorded.
     *
     * @throws WrongRequestException if it is not as a telephone records: WAV, PCM, 16 bit, mono, 8 kHz
     */
    static Audio read(Buffer body) throws WrongRequestException {
        byte[] file = body == null ? new byte[0] : body.getBytes();
        try (AudioInputStream sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
            AudioFormat format = sound.getFormat();
            boolean telephone = format.getEncoding() == AudioFormat.Encoding.PCM_SIGNED
                    && format.getSampleSizeInBits() == 16
                    && format.getChannels() == 1
                    && format.getSampleRate() == 8_000;
            if (telephone && sound.getFrameLength() > 0 && 2 * sound.getFrameLength() < file.length) {
                return Audio.of(file);
            }
            throw wrong(format + ", " + sound.getFrameLength() + " frames in " + file.length + " bytes");
        } catch (UnsupportedAudioFileException | IOException e) {
            throw wrong(file.length + " bytes of something else");
        }
    }

    private static WrongRequestException wrong(String found) {
        return new WrongRequestException(400, "the body is " + found + "; allowed: WAV, PCM, 16 bit, mono, 8 kHz");
    }
}
