package io.voicewebhooks.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd finds nothing to complain of in the unit. */
class UnitFileTest {
    private static final String UNIT = "voice-webhooks.service";

    @TempDir
    Path dir;

    @Test
    void systemdAcceptsTheUnit() throws Exception {
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        assumeTrue(
                Files.isExecutable(analyze) && Files.isExecutable(Path.of("/usr/bin/curl")), "no systemd or no curl");
        String unit = Files.readString(Path.of("src/main/package/systemd", UNIT));
        Path file = Files.writeString(
                dir.resolve(UNIT), unit.replace("/opt/voice-webhooks/bin/voice-webhooks", "/bin/true"));

        Process verify = new ProcessBuilder(analyze.toString(), "verify", "--man=no", file.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain(UNIT);
        assertThat(verify.waitFor()).isZero();
    }
}
