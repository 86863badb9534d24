package io.voicewebhooks.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.twiml.RouteLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** A copy of the project's {@code routes/} that a test may break. */
public final class RouteFolder {
    private final Path directory;

    private RouteFolder(Path directory) {
        this.directory = directory;
    }

    /** Copies the routes to {@code routes/} below a directory. */
    public static RouteFolder copiedTo(Path parent) throws IOException {
        Path source = Path.of("routes");
        Path directory = parent.resolve("routes");
        try (Stream<Path> files = Files.walk(source)) {
            files.forEach(file -> copy(file, directory.resolve(source.relativize(file))));
        }
        return new RouteFolder(directory);
    }

    /** The routes in {@code routes/} below a directory, which a test has made. */
    public static RouteFolder at(Path parent) {
        return new RouteFolder(parent.resolve("routes"));
    }

    private static void copy(Path file, Path target) {
        try {
            Files.copy(file, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a file, with forward slashes, as messages name it. */
    public String path(String file) {
        return directory + "/" + file;
    }

    /** Replaces a text that must be there, the first time that it occurs. */
    public RouteFolder replace(String file, String text, String other) throws IOException {
        String content = Files.readString(directory.resolve(file));
        assertThat(content).contains(text);
        int at = content.indexOf(text);
        return write(file, content.substring(0, at) + other + content.substring(at + text.length()));
    }

    /** Changes a file. */
    public RouteFolder edit(String file, UnaryOperator<String> change) throws IOException {
        String content = Files.readString(directory.resolve(file));
        String changed = change.apply(content);
        assertThat(changed).isNotEqualTo(content);
        return write(file, changed);
    }

    public RouteFolder write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
        return this;
    }

    public RouteFolder delete(String file) throws IOException {
        Files.delete(directory.resolve(file));
        return this;
    }

    /** The names of the route files. */
    public List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    /** The route files, as an application is told where they are. */
    public String pattern() {
        return "file:" + directory + "/*.camel.yaml";
    }

    /** The setting that tells an application where the templates are. */
    public Map<String, String> settings() {
        return Map.of("camel.main.globalOptions[" + RouteLocation.LOCATION + "]", "file:" + directory + "/");
    }

    /** Lets an application take its routes and templates from here. */
    public Main use(Main main) {
        main.configure().setRoutesIncludePattern(pattern());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                support.getCamelContext().getGlobalOptions().put(RouteLocation.LOCATION, "file:" + directory + "/");
            }
        });
        return main;
    }
}
