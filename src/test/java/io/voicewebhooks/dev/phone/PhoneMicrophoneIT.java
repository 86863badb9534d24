package io.voicewebhooks.dev.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Browser;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;

/** A message that is left with a microphone, and without one. */
class PhoneMicrophoneIT extends PhoneScenario {
    private static final double AUDIBLE = 300;

    /** A microphone that hears a tone. */
    @Override
    String[] arguments() {
        return new String[] {
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--use-file-for-fake-audio-capture=" + sound()
        };
    }

    private Path sound() {
        try {
            Path file = directory.resolveSibling("microphone.wav");
            return Files.write(file, Audio.tone(Duration.ofSeconds(30)).bytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheMicrophoneHearsIsInTheArchive() throws IOException {
        int before = recordings().size();
        isRecorded();
        await().until(() -> at(CALLER, ".says").getText().matches("Recording, ([4-9]|\\d\\d) .*"));
        assertThat(Double.parseDouble(at(CALLER, ".level").getDomProperty("value")))
                .isGreaterThan(0.3);
        presses(CALLER, "#");
        hears(CALLER, "Goodbye");
        ends("completed");

        await().until(() -> recordings().size() == before + 1);
        Sound sound = Sound.of(recordings().get(0));
        assertThat(sound.seconds()).isBetween(3.5, 120.0);
        assertThat(sound.energy()).isGreaterThan(AUDIBLE);
    }

    @Test
    void whoStopsAtOnceIsToldAndGoesOn() {
        browser.evaluate("new MutationObserver((changes, observer) => {"
                + "  const stop = document.querySelector('.desk:not([hidden]) [data-do=stop]:not([hidden])');"
                + "  if (stop) { observer.disconnect(); stop.click(); }"
                + "}).observe(document.body, { subtree: true, attributes: true });");
        isRecorded();

        await().until(() -> at(CALLER, ".says").getText().startsWith("That was too short to send"));
        does(CALLER, "hangUp");
        ends("completed");
    }

    @Test
    void withoutAMicrophoneItSaysSoAndTakesATone() throws IOException {
        for (String error : List.of("NotFoundError", "NotAllowedError")) {
            int before = recordings().size();
            try (Browser other = open("--mute-audio")) {
                Browser first = browser;
                browser = other;
                other.prepares("navigator.mediaDevices.getUserMedia = () => "
                                + "Promise.reject(new DOMException('none', '" + error + "'))")
                        .visit("/phone");
                isRecorded();
                await().until(() -> at(CALLER, ".says").getText().contains("has not been asked"));
                does(CALLER, "useMicrophone");
                String said = error.equals("NotFoundError") ? "There is no microphone" : "may not use the microphone";
                await().until(() -> at(CALLER, ".says").getText().contains(said));
                does(CALLER, "sendTone");
                ends("completed");
                browser = first;
            }
            await().until(() -> recordings().size() == before + 1);
        }
    }

    @Test
    void aFileIsSentAsATelephoneRecordsIt() throws IOException {
        int before = recordings().size();
        isRecorded();
        Path notes = Files.writeString(directory.resolveSibling("notes.txt"), "no sound");
        at(CALLER, "[type=file]").sendKeys(notes.toString());
        await().until(() -> at(CALLER, ".says").getText().contains("cannot read notes.txt"));
        at(CALLER, "[type=file]").sendKeys(music(2).toString());
        hears(CALLER, "Goodbye");
        ends("completed");

        await().until(() -> recordings().size() == before + 1);
        Sound sound = Sound.of(recordings().get(0));
        assertThat(sound.seconds()).isBetween(1.9, 2.1);
        assertThat(sound.energy()).isGreaterThan(AUDIBLE);
    }

    /** A file as people have them: 44.1 kHz, two channels. */
    private Path music(int seconds) throws IOException {
        AudioFormat format = new AudioFormat(44_100, 16, 2, true, false);
        byte[] samples = new byte[44_100 * 4 * seconds];
        for (int i = 0; i < samples.length / 4; i++) {
            int sample = (int) (8_000 * Math.sin(2 * Math.PI * 1_000 * i / 44_100));
            for (int channel = 0; channel < 2; channel++) {
                samples[4 * i + 2 * channel] = (byte) sample;
                samples[4 * i + 2 * channel + 1] = (byte) (sample >> 8);
            }
        }
        Path file = directory.resolveSibling("music.wav");
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length / 4),
                AudioFileFormat.Type.WAVE,
                file.toFile());
        return file;
    }

    /** Nobody takes the call, so the caller is asked for a message. */
    private void isRecorded() {
        calls("+15551230001", NUMBER);
        waitsFor(DESK, "ring");
        at(DESK, "[data-refuse='BUSY']").click();
        at(MOBILE, "[data-refuse='FAILED']").click();
        hears(CALLER, "after the tone");
        waitsFor(CALLER, "record");
    }

    /** What the S3 server of {@code dev} got, the newest first. */
    private List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("data-dev/s3"))) {
            return files.filter(PhoneMicrophoneIT::isWave)
                    .sorted((one, other) -> Long.compare(
                            other.toFile().lastModified(), one.toFile().lastModified()))
                    .toList();
        }
    }

    private static boolean isWave(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return !file.toString().endsWith(".tmp") && new String(stream.readNBytes(4)).equals("RIFF");
        } catch (IOException e) {
            // it was renamed meanwhile
            return false;
        }
    }

    /**
     * What is in a file.
     *
     * @param energy root of the mean square of the samples, up to 32,767
     */
    private record Sound(double seconds, double energy) {
        static Sound of(Path file) throws IOException {
            try (AudioInputStream stream = AudioSystem.getAudioInputStream(file.toFile())) {
                AudioFormat format = stream.getFormat();
                assertThat(List.of(format.getChannels(), format.getSampleSizeInBits(), (int) format.getSampleRate()))
                        .containsExactly(1, 16, 8_000);
                byte[] bytes = stream.readAllBytes();
                double sum = 0;
                for (int i = 0; i + 1 < bytes.length; i += 2) {
                    double sample = (short) (bytes[i] & 0xff | bytes[i + 1] << 8);
                    sum += sample * sample;
                }
                return new Sound(bytes.length / 16_000.0, Math.sqrt(sum * 2 / bytes.length));
            } catch (UnsupportedAudioFileException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
