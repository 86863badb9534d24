package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.JavaProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporarySpoolTest {
    @TempDir
    Path dir;

    @Test
    void nobodyElseMayLookIntoItAndNothingStays() throws IOException {
        Path place;
        try (TemporarySpool temporary = new TemporarySpool()) {
            place = temporary.get().getParent();
            Path audio = record(temporary);

            assertThat(audio).startsWith(place);
            assertThat(mode(place)).isEqualTo("rwx------");
        }
        assertThat(place).doesNotExist();
    }

    @Test
    void whereSomebodyTidiedUpItIsMadeAgain() throws IOException {
        try (TemporarySpool temporary = new TemporarySpool()) {
            Spool spool = new Spool(temporary);
            Path first = spool.open();
            TemporarySpool.delete(first.getParent());

            Path second = record(spool);

            assertThat(mode(second.getParent().getParent())).isEqualTo("rwx------");
            Files.delete(second);
            Files.delete(second.getParent());
            assertThat(record(spool)).exists();
        }
    }

    @Test
    void theNextOneDeletesWhatACrashLeft() throws IOException {
        Path left;
        try (JavaProcess crash = JavaProcess.start(dir, Crash.class, Map.of(), "-XX:TieredStopAtLevel=1")) {
            crash.awaitOutput(" is there", Duration.ofMinutes(1));
            left = Path.of(crash.output().replaceFirst("(?s).*audio: (.*) is there.*", "$1"));
            try (TemporarySpool temporary = new TemporarySpool();
                    TemporarySpool another = new TemporarySpool()) {
                Path audio = record(temporary);
                record(another);

                assertThat(left).as("of a process that lives").exists();
                assertThat(audio).as("of this process").exists();
            }
            crash.kill();
        }
        assertThat(left).exists();
        try (TemporarySpool temporary = new TemporarySpool()) {
            temporary.get();

            assertThat(left.getParent().getParent()).doesNotExist();
        }
    }

    static Path record(TemporarySpool temporary) throws IOException {
        return record(new Spool(temporary));
    }

    private static Path record(Spool spool) throws IOException {
        return spool.write("RE1.wav", new ByteArrayInputStream(new byte[] {1, 2, 3}), 3)
                .file();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Lives until it is killed. */
    static final class Crash {
        private Crash() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println("audio: " + record(new TemporarySpool()) + " is there");
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
    }
}
