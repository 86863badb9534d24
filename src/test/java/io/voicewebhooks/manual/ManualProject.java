package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody else's project, made of nothing but the blocks of the manual and copies of {@code routes/}. A block's name begins
 * with the file that it is, or is part of: {@code pom.xml}, {@code pom.xml (kafka)}.
 */
public final class ManualProject {
    /** Spring Boot's are newer, or have no hole. */
    private static final String BOOTS =
            "(caffeine|commons-codec|commons-dbcp2|commons-pool2|gson|jakarta[a-z.]+-api|micrometer-[a-z-]+)-[0-9].*";

    private final Manual manual = Manual.read();
    private final Path directory;

    private ManualProject(Path directory) {
        this.directory = directory;
    }

    /** A project in a directory, which may have files. */
    public static ManualProject in(Path directory) {
        return new ManualProject(directory);
    }

    /** Copies the routes of the application. */
    public ManualProject routes() throws IOException {
        RouteFolder.copiedTo(directory);
        return this;
    }

    /** Writes a block that is a file. */
    public ManualProject write(String block) throws IOException {
        return write(file(block), manual.block(block));
    }

    /** Puts a block into its file, before the first occurrence of a text. */
    public ManualProject insert(String block, String before) throws IOException {
        Path file = file(block);
        String content = Files.readString(file);
        assertThat(content).contains(before);
        int at = content.indexOf(before);
        return write(file, content.substring(0, at) + manual.block(block) + content.substring(at));
    }

    /** Compares what the project runs with, the jars in its {@code target/lib}, with what the application runs with. */
    public ManualProject runsWithOurLibraries() throws IOException {
        Set<String> theirs = jars(directory.resolve("target/lib"));
        assertThat(theirs).isNotEmpty();
        theirs.removeIf(jar -> jar.startsWith("voice-webhooks-"));
        assertThat(theirs).containsExactlyInAnyOrderElementsOf(ours());
        return this;
    }

    /** Compares the libraries in the project's Spring Boot application with ours. */
    public ManualProject bringsOurLibraries(String jar) throws IOException {
        try (JarFile application = new JarFile(directory.resolve(jar).toFile())) {
            Set<String> theirs = application.stream()
                    .map(entry -> entry.getName().replace("BOOT-INF/lib/", ""))
                    .collect(Collectors.toSet());
            assertThat(theirs)
                    .containsAll(
                            ours().stream().filter(each -> !each.matches(BOOTS)).toList());
        }
        return this;
    }

    /** As the manifest has them, {@code target/lib} may hold more of builds before; without what {@code dev} alone needs. */
    private static List<String> ours() throws IOException {
        try (JarFile jar = new JarFile("target/voice-webhooks.jar")) {
            String path = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return Stream.of(path.split(" "))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1))
                    .filter(file -> !file.startsWith("greenmail-"))
                    .toList();
        }
    }

    /** Runs a block of commands in the project's directory; returns what they print. */
    public String run(String block, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", manual.block(block))
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> jars(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Path file(String block) {
        return directory.resolve(block.split(" ", 2)[0]);
    }

    private ManualProject write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }
}
