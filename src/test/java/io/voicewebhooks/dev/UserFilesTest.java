package io.voicewebhooks.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFilesTest {
    @TempDir
    Path dir;

    @Test
    void linksAreFollowed() throws IOException {
        Path elsewhere = Files.createDirectories(dir.resolve("elsewhere/twiml"));
        Files.writeString(elsewhere.resolve("menu.xml"), "<Response/>");
        Path project = Files.createDirectory(dir.resolve("project"));
        Files.createSymbolicLink(project.resolve("routes"), dir.resolve("elsewhere"));

        assertThat(UserFiles.read(project).content()).containsOnlyKeys("routes/twiml/menu.xml");
    }

    @Test
    void aFolderThatCannotBeReadIsAnErrorOfFiles() throws IOException {
        Path routes = Files.createDirectory(dir.resolve("routes"));
        Files.createSymbolicLink(routes.resolve("again"), routes);

        assertThatThrownBy(() -> UserFiles.read(dir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("again");
    }
}
