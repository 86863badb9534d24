package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A reader finds every page, each link leads somewhere, and each page says at once what it is for. */
class PagesTest {
    private static final Path README = Path.of("README.md");
    private static final int LINES_OF_README = 200;
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

    private final Map<Path, String> pages = Manual.read().pages();

    @Test
    void theReadmeIsShort() {
        assertThat(pages.get(README).lines()).hasSizeLessThanOrEqualTo(LINES_OF_README);
    }

    @Test
    void theReadmeLinksEveryPage() {
        Set<Path> linked = links(README).map(link -> target(README, link)).collect(Collectors.toSet());

        assertThat(linked)
                .containsAll(pages.keySet().stream()
                        .filter(page -> !page.equals(README))
                        .toList());
    }

    @Test
    void everyLinkLeadsSomewhere() {
        Set<String> dead = new TreeSet<>();
        pages.keySet()
                .forEach(page ->
                        links(page).filter(link -> !leads(page, link)).forEach(link -> dead.add(page + ": " + link)));

        assertThat(dead).isEmpty();
    }

    @Test
    void aPageBeginsWithWhatItIsFor() {
        assertThat(pages).allSatisfy((page, text) -> assertThat(text)
                .as(page.toString())
                // a heading, then prose: no table, list, block or further heading
                .containsPattern("\\A# [^\\n]+\\n\\n[A-Z`][^\\n]{30,}\\n"));
    }

    @Test
    void everyTestThatAPageNamesExists() throws IOException {
        Set<String> named = pages.values().stream()
                .flatMap(text -> Pattern.compile("`([A-Z]\\w+(?:Test|IT))`")
                        .matcher(Manual.prose(text))
                        .results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            files.forEach(file -> named.remove(file.getFileName().toString().replace(".java", "")));
        }

        assertThat(named).isEmpty();
    }

    private Stream<String> links(Path page) {
        return LINK.matcher(Manual.prose(pages.get(page)))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("https?:.*"));
    }

    private boolean leads(Path page, String link) {
        Path file = target(page, link);
        int anchor = link.indexOf('#');
        return Files.exists(file)
                && (anchor < 0 || Manual.anchors(pages.get(file)).contains(link.substring(anchor + 1)));
    }

    private static Path target(Path page, String link) {
        String path = link.replaceFirst("#.*", "");
        return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }
}
