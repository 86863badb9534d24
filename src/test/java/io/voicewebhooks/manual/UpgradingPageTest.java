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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade with the commands of upgrading.md, from a jar with the files of this build to one in which they are changed. */
class UpgradingPageTest {
    private static final Path CLASSES = Path.of("target/classes");
    private static final String KEYS = "application.properties";

    @TempDir
    Path dir;

    private RouteFolder mine;
    private RouteFolder next;

    @BeforeEach
    void install() throws IOException {
        assumeThat(Stream.of("unzip", "git").allMatch(UpgradingPageTest::isInstalled))
                .isTrue();
        Path release = Files.createDirectory(dir.resolve("release"));
        mine = RouteFolder.copiedTo(dir);
        next = RouteFolder.copiedTo(release);
        Files.copy(Path.of(KEYS), dir.resolve(KEYS));
        jar(CLASSES.resolve("routes"), CLASSES.resolve("META-INF").resolve(KEYS));
    }

    @Test
    void bothChangesOfAFileAreInItAfterwards() throws IOException {
        mine.edit("event-router.camel.yaml", router -> router + "# my block\n");
        next.edit("event-router.camel.yaml", router -> "# a new sink\n" + router);

        assertThat(upgrade()).isEmpty();

        assertThat(Path.of(mine.path("event-router.camel.yaml")))
                .content()
                .startsWith("# a new sink\n")
                .endsWith("# my block\n");
        assertThat(dir.resolve(KEYS)).content().startsWith("mine = 1\n").endsWith("#new = 2\n");
    }

    @Test
    void theSameLineChangedTwiceIsForTheUserToDecide() throws IOException {
        mine.replace("twiml/hangup.xml", "<Hangup/>", "<Hangup my=\"1\"/>");
        next.replace("twiml/hangup.xml", "<Hangup/>", "<Hangup new=\"2\"/>");

        assertThat(upgrade()).contains("conflict: routes/twiml/hangup.xml\n");

        assertThat(Path.of(mine.path("twiml/hangup.xml")))
                .content()
                .containsSubsequence("<<<<<<< yours", "my=", "new=", ">>>>>>> new");
    }

    @Test
    void whatIsNewGoneOrRemovedIsLeftToTheUser() throws IOException {
        Files.delete(Path.of(mine.path("flow-menu.camel.yaml")));
        next.write("sink-new.camel.yaml", "").edit("flow-menu.camel.yaml", menu -> "# new\n" + menu);
        Files.delete(Path.of(next.path("flow-closed.camel.yaml")));

        assertThat(upgrade().lines())
                .containsExactly(
                        "new: upgrade/new/routes/sink-new.camel.yaml",
                        "no longer shipped: routes/flow-closed.camel.yaml");

        assertThat(Path.of(mine.path("flow-menu.camel.yaml"))).doesNotExist();
        assertThat(Path.of(mine.path("flow-closed.camel.yaml"))).exists();
        assertThat(Path.of(mine.path("sink-new.camel.yaml"))).doesNotExist();
    }

    /** Returns what the commands print. */
    private String upgrade() throws IOException {
        ManualProject installed = ManualProject.in(dir);
        Path keys = dir.resolve(KEYS);
        Path newKeys = dir.resolve("release").resolve(KEYS);
        Files.writeString(newKeys, Files.readString(keys) + "#new = 2\n");
        Files.writeString(keys, "mine = 1\n" + Files.readString(keys));
        assertThat(installed.run("before an upgrade", Map.of())).isEmpty();
        jar(Path.of(next.path("")), newKeys);
        return installed.run("after an upgrade", Map.of());
    }

    /** The jar of a version, as far as what users edit. */
    private void jar(Path routes, Path keys) throws IOException {
        try (OutputStream file = Files.newOutputStream(dir.resolve("voice-webhooks.jar"));
                ZipOutputStream jar = new ZipOutputStream(file);
                Stream<Path> files = Files.walk(routes)) {
            for (Path route : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry("routes/" + routes.relativize(route)));
                Files.copy(route, jar);
            }
            jar.putNextEntry(new ZipEntry("META-INF/" + KEYS));
            Files.copy(keys, jar);
        }
    }

    private static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
