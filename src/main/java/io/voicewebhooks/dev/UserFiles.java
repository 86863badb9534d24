package io.voicewebhooks.dev;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a user edits, as it was at one moment: the files below {@code routes/}, and {@code application.properties}. It is
 * kept in memory, so that what was checked is what is started, whatever is saved meanwhile.
 *
 * @param content by path, for example {@code routes/twiml/menu.xml}
 */
record UserFiles(Map<String, ByteBuffer> content) {
    static final String ROUTES = "routes";
    static final String PROPERTIES = "application.properties";

    /** Files that editors make beside the one that is edited. */
    private static final Pattern OF_EDITORS = Pattern.compile("[.#].*|.*(?:~|\\.swp|\\.tmp|\\.bak|\\.orig|___)");

    /** Reads them from the directory that has them. */
    static UserFiles read(Path directory) throws IOException {
        Map<String, ByteBuffer> content = new TreeMap<>();
        for (Path file : paths(directory)) {
            content.put(
                    directory.relativize(file).toString().replace('\\', '/'),
                    ByteBuffer.wrap(Files.readAllBytes(file)));
        }
        return new UserFiles(content);
    }

    boolean hasRoutes() {
        return content.keySet().stream().anyMatch(path -> path.startsWith(ROUTES + "/"));
    }

    /** Where they are now. */
    static List<Path> paths(Path directory) throws IOException {
        Path routes = directory.resolve(ROUTES);
        Path properties = directory.resolve(PROPERTIES);
        // links are followed, as they are by an application that reads the folder itself
        try (Stream<Path> files =
                Files.isDirectory(routes) ? Files.walk(routes, FileVisitOption.FOLLOW_LINKS) : Stream.empty()) {
            return Stream.concat(files, Stream.of(properties))
                    .filter(Files::isRegularFile)
                    .filter(file ->
                            !OF_EDITORS.matcher(file.getFileName().toString()).matches())
                    .toList();
        } catch (UncheckedIOException e) {
            // a folder that went meanwhile, that may not be read, or that is in itself
            throw e.getCause();
        }
    }

    /** A file as text, empty where there is none. */
    String text(String path) {
        ByteBuffer bytes = content.get(path);
        return bytes == null
                ? ""
                : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** The keys of {@code application.properties}; what is no such file has none, and a start says so. */
    Properties properties() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text(PROPERTIES)));
        } catch (IOException | IllegalArgumentException e) {
            properties.clear();
        }
        return properties;
    }

    /** Which files are other ones, were made or deleted since. */
    Set<String> changedSince(UserFiles earlier) {
        Set<String> changed = new TreeSet<>(content.keySet());
        changed.addAll(earlier.content.keySet());
        changed.removeIf(path -> Objects.equals(content.get(path), earlier.content.get(path)));
        return changed;
    }
}
