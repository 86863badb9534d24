package io.voicewebhooks.check;

import static org.assertj.core.api.Assertions.assertThat;

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

    private Path data() {
        return dir.resolve("data");
    }
}
