package io.voicewebhooks.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** README.md and the pages of {@code src/main/docs}, as far as tests hold them to their word: fenced blocks and tables. */
public final class Manual {
    /** A fence may say more than a language, for example {@code ```yaml routes/sink-chat.camel.yaml}. */
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\S+)[ ]?([^\\n]*)\\n(.*?)^```$");

    private final SortedMap<Path, String> pages;

    private Manual(SortedMap<Path, String> pages) {
        this.pages = pages;
    }

    /** Everything: README.md and each page. */
    public static Manual read() {
        SortedMap<Path, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/docs"))) {
            for (Path file : Stream.concat(Stream.of(Path.of("README.md")), files.filter(file -> file.toString()
                            .endsWith(".md")))
                    .toList()) {
                pages.put(file, Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Manual(pages);
    }

    /** One page, by its name without {@code .md}. */
    public Manual page(String name) {
        Path file = Path.of("src/main/docs", name + ".md");
        if (!pages.containsKey(file)) {
            throw new AssertionError("there is no " + file);
        }
        return new Manual(new TreeMap<>(Map.of(file, pages.get(file))));
    }

    /** The pages' texts, by their files. */
    public SortedMap<Path, String> pages() {
        return pages;
    }

    /** The text of everything, one page behind the other. */
    public String text() {
        return String.join("\n", pages.values());
    }

    /** The one block whose fence has this name behind the language. */
    public String block(String name) {
        List<String> found = fences().filter(fence -> fence.group(2).equals(name))
                .map(fence -> fence.group(3))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(pages.keySet() + " have " + found.size() + " blocks named " + name);
        }
        return found.get(0);
    }

    /** Every block of a language. */
    public List<String> blocks(String language) {
        return fences().filter(fence -> fence.group(1).equals(language))
                .map(fence -> fence.group(3))
                .toList();
    }

    /** The environment variables of the application that are named anywhere. */
    public Set<String> variables() {
        return pages.values().stream()
                .flatMap(text -> Pattern.compile("\\b(?:VOICE|TWILIO)_[A-Z0-9_]+")
                        .matcher(text)
                        .results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows of every table, by the text in backquotes that begins the row. */
    public Map<String, List<String>> table() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Entry<Path, String> page : pages.entrySet()) {
            page.getValue().lines().filter(line -> line.startsWith("| `")).forEach(line -> {
                List<String> cells = Arrays.stream(line.substring(1).split("(?<!\\\\)\\|"))
                        .map(String::strip)
                        .toList();
                String key = cells.get(0).replace("`", "");
                if (rows.put(key, cells) != null) {
                    throw new AssertionError(page.getKey() + " names " + key + " twice");
                }
            });
        }
        return rows;
    }

    /** As GitHub makes them of headings: small letters, hyphens for blanks, no punctuation but hyphen and underscore. */
    public static List<String> anchors(String page) {
        return Pattern.compile("(?m)^#+ +(.*?) *$")
                .matcher(prose(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** A page without its blocks, in which a "#" begins no heading. */
    static String prose(String text) {
        return text.replaceAll("(?ms)^```.*?^```$", "");
    }

    private Stream<MatchResult> fences() {
        return FENCE.matcher(text()).results();
    }
}
