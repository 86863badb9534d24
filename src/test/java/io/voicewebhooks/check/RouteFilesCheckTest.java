package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes and templates of this project. Whoever breaks one sees here what is wrong, in which file and route. */
class RouteFilesCheckTest {
    @TempDir
    Path dir;

    @Test
    void theRoutesAreValidWithEverySink() {
        assertThat(CheckScenario.with(data()).everySink().problems()).isEmpty();
        assertThat(data()).doesNotExist();
    }

    @Test
    void theRoutesAreValidAsConfiguredByDefault() {
        assertThat(CheckScenario.with(data()).problems()).isEmpty();
    }

    @Test
    void theRoutesAreValidWithoutAnySink() {
        assertThat(CheckScenario.with(data()).noSink().problems()).isEmpty();
    }

    @Test
    void theDirectoriesMayBeLinks() throws Exception {
        RouteFolder.copiedTo(dir);
        Path real = Files.createDirectory(dir.resolve("real"));
        Path routes = Files.move(dir.resolve("routes"), real.resolve("routes"));
        Path templates = Files.move(routes.resolve("twiml"), real.resolve("twiml"));
        Files.createSymbolicLink(routes.resolve("twiml"), templates);
        Files.createSymbolicLink(dir.resolve("routes"), routes);
        RouteFolder linked = RouteFolder.at(dir).write("twiml/goodbye.xml", "<Hangup/>");

        assertThat(CheckScenario.with(data()).problems(linked))
                .containsExactly(linked.path("twiml/goodbye.xml")
                        + ", line 1: the root element is <Hangup>; expected: <Response>");
    }

    private Path data() {
        return dir.resolve("data");
    }
}
