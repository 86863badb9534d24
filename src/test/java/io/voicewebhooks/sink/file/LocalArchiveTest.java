package io.voicewebhooks.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.voicewebhooks.config.ConfigurationScenario;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.recording.SpooledRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalArchiveTest {
    private static final Instant NOW = Instant.parse("2026-03-01T01:00:00Z");

    @TempDir
    Path data;

    @Test
    void aDayThatIsTooOldIsRemovedWithAllItHolds() throws IOException {
        Path event = write("AC1/2026/01/29/CA1/e1.json");
        Path audio = write("AC2/2025/12/31/CA2/RE1.wav");

        removeOldDays("30d");

        assertThat(event.getParent().getParent()).doesNotExist();
        assertThat(audio.getParent().getParent()).doesNotExist();
    }

    /** A recording that was fetched late, by a redrive for example, and of which Twilio has no copy any more. */
    @Test
    void whatCameLateIntoAnOldDayIsKeptAsLong() throws IOException {
        Path audio = write("AC1/2026/01/05/CA1/RE1.wav");
        Files.setLastModifiedTime(audio, FileTime.from(NOW.minus(Duration.ofDays(29))));

        removeOldDays("30d");
        assertThat(audio).exists();

        removeOldDays("28d");
        assertThat(audio).doesNotExist();
    }

    @Test
    void aDayThatCannotBeRemovedKeepsNoOther() throws Exception {
        Path stays = write("AC1/2026/01/05/CA1/RE1.wav");
        Path goes = write("AC1/2026/01/06/CA2/RE2.wav");
        // root may delete anything else
        assumeThat(sh("chattr +i " + stays))
                .as("the right to make a file immutable")
                .isZero();
        try {
            removeOldDays("30d");

            assertThat(stays).exists();
            assertThat(goes).doesNotExist();
        } finally {
            sh("chattr -i " + stays);
        }
    }

    private static int sh(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", command).start().waitFor();
    }

    @Test
    void theOldestDayThatIsKeptStays() throws IOException {
        Path event = write("AC1/2026/01/30/CA1/e1.json");

        removeOldDays("30d");

        assertThat(event).exists();
    }

    @Test
    void nothingYoungerThanTheHoursThatAreConfiguredIsRemoved() throws IOException {
        Path twentySixHoursOld = write("AC1/2026/02/27/CA1/e1.json");

        removeOldDays("36h");

        assertThat(twentySixHoursOld).exists();
    }

    @Test
    void aDayOfTheFutureStays() throws IOException {
        Path event = write("AC1/2027/01/01/CA1/e1.json");

        removeOldDays("1d");

        assertThat(event).exists();
    }

    @Test
    void whatIsNoDayStays() throws IOException {
        Path readme = write("README");
        Path noDate = write("AC1/2020/13/45/CA1/e1.json");
        Path notes = write("AC1/notes/of/mine/a.txt");

        removeOldDays("1d");

        assertThat(readme).exists();
        assertThat(noDate).exists();
        assertThat(notes).exists();
    }

    @Test
    void anArchiveThatIsNotThereYetIsNoError() {
        assertThatCode(() -> removeOldDays("1d")).doesNotThrowAnyException();
    }

    @Test
    void audioThatChangedOnItsWayIsNotArchived() throws IOException {
        VoiceEvent event = new VoiceEvent(
                "e1",
                "/2010-04-01/Accounts/AC1",
                VoiceEvent.TYPE_PREFIX + "recording.completed",
                "RE1",
                "2026-02-28T12:00:00Z",
                "CA1",
                "AC1",
                null,
                "CA1",
                Map.of("RecordingSid", "RE1"));
        Path written = write("AC1/2026/02/28/CA1/RE1.wav");
        SpooledRecording fetched =
                new SpooledRecording(data.resolve("spool/RE1.wav"), Files.size(written), "0".repeat(64), "", false);

        assertThatThrownBy(() -> archive("30d").archived(event, fetched))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        written + " has 2 bytes with SHA-256 44136fa355b3678a1146ad16f7e8649e94fb4fc21f");
    }

    private Path write(String name) throws IOException {
        Path file = data.resolve("archive").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }

    private void removeOldDays(String keep) throws IOException {
        archive(keep).removeOldDays();
    }

    private LocalArchive archive(String keep) {
        return new LocalArchive(
                null,
                ConfigurationScenario.valid()
                        .with("voice.data-dir", data)
                        .with("voice.sink.file.keep", keep)
                        .read(),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
