package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.voicewebhooks.support.RouteFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade as upgrading.md has it. */
class UpgradingPageTest {
    @TempDir
    Path dir;

    @Test
    void anUpgradeShowsWhatTheNewVersionChangedAndWhatIsOnesOwn() throws IOException {
        assumeThat(Stream.of("/usr/bin/unzip", "/bin/unzip").map(Path::of)).anyMatch(Files::exists);
        RouteFolder.copiedTo(dir).replace("twiml/goodbye.xml", "{{goodbye}}", "So long");
        ManualProject installed = ManualProject.in(dir);
        jar(Path.of("routes"));
        assertThat(installed.run("before an upgrade", Map.of())).isEmpty();

        Path release = Files.createDirectory(dir.resolve("release"));
        RouteFolder.copiedTo(release).edit("call-status.camel.yaml", yaml -> yaml + "# new\n");
        jar(release.resolve("routes"));

        assertThat(installed.run("after an upgrade", Map.of()).lines().filter(line -> line.matches("[-+][^-+].*")))
                .anyMatch(line -> line.contains("So long"))
                .contains("+# new", "-# new")
                .hasSize(4);
    }

    /** The jar of a version, as far as its routes. */
    private void jar(Path routes) throws IOException {
        try (OutputStream file = Files.newOutputStream(dir.resolve("voice-webhooks.jar"));
                ZipOutputStream jar = new ZipOutputStream(file);
                Stream<Path> files = Files.walk(routes)) {
            for (Path route : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry("routes/" + routes.relativize(route)));
                Files.copy(route, jar);
            }
        }
    }
}
