package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever follows contributing.md finds the files, packages and classes that it names. */
class ContributingPageTest {
    private static final Path ROOT = Path.of("src/main/java/io/voicewebhooks");
    private static final Pattern FILE = Pattern.compile("(src|routes)/[^*<]*|[a-z-]+(\\.camel)?\\.(yaml|properties)");
    private static final Pattern PACKAGE = Pattern.compile("[a-z]+(\\.[a-z0-9]+)+");
    private static final Pattern CLASS = Pattern.compile("([a-z0-9]+\\.)*[A-Z]\\w*[a-z]\\w*");
    /** What does not exist, since the page tells how to make it. */
    private static final Pattern EXAMPLE = Pattern.compile(".*([sS]lack|Queues|Timeouts).*");

    private final Manual page = Manual.read().page("contributing");

    @Test
    void whatIsNamedExists() throws IOException {
        Set<String> missing = Pattern.compile("`([^`\n]+)`")
                .matcher(page.text())
                .results()
                .map(name -> name.group(1))
                .filter(name -> !EXAMPLE.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(missing).hasSizeGreaterThan(40);
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            Set<String> sources = files.map(Path::toString).collect(Collectors.toSet());
            missing.removeIf(name -> exists(name, sources));
        }

        assertThat(missing).isEmpty();
    }

    private static boolean exists(String name, Set<String> sources) {
        if (FILE.matcher(name).matches()) {
            return Files.exists(Path.of(name)) || Files.exists(Path.of("routes", name));
        }
        if (PACKAGE.matcher(name).matches()) {
            return Files.isDirectory(ROOT.resolve(name.replace('.', '/')));
        }
        String source = "/" + name.replace('.', '/') + ".java";
        return !CLASS.matcher(name).matches() || sources.stream().anyMatch(file -> file.endsWith(source));
    }

    @Test
    void everyPackageHasItsLayer() throws IOException {
        Set<String> layers = Pattern.compile("\\s+")
                .splitAsStream(page.blocks("text").get(0))
                .collect(Collectors.toSet());

        try (Stream<Path> files = Files.walk(ROOT)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .map(file -> ROOT.relativize(file).getParent())
                            .filter(directory -> directory != null)
                            .map(directory -> directory.toString().replace('/', '.')))
                    .isNotEmpty()
                    .isSubsetOf(layers);
        }
    }
}
