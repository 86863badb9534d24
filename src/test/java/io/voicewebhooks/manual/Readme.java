package io.voicewebhooks.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** README.md, as far as tests hold it to its word: its fenced blocks and its tables. */
public final class Readme {
    /** A fence may say more than a language, for example {@code ```yaml routes/sink-chat.camel.yaml}. */
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\S+)[ ]?([^\\n]*)\\n(.*?)^```$");

    private final String text;

    private Readme(String text) {
        this.text = text;
    }

    public static Readme read() {
        try {
            return new Readme(Files.readString(Path.of("README.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one block whose fence has this name behind the language. */
    public String block(String name) {
        List<String> found = fences().filter(fence -> fence.group(2).equals(name))
                .map(fence -> fence.group(3))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("README.md has " + found.size() + " blocks named " + name);
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
        return Pattern.compile("\\b(?:VOICE|TWILIO)_[A-Z0-9_]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows of the tables of a section, by the text in backquotes that begins the row. */
    public Map<String, List<String>> table(String heading) {
        Matcher section = Pattern.compile("(?ms)^## " + Pattern.quote(heading) + "$(.*?)(?=^## |\\z)")
                .matcher(text);
        if (!section.find()) {
            throw new AssertionError("README.md has no section " + heading);
        }
        Map<String, List<String>> rows = new LinkedHashMap<>();
        section.group(1).lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            List<String> cells = Arrays.stream(line.substring(1).split("(?<!\\\\)\\|"))
                    .map(String::strip)
                    .toList();
            String key = cells.get(0).replace("`", "");
            if (rows.put(key, cells) != null) {
                throw new AssertionError("README.md names " + key + " twice");
            }
        });
        return rows;
    }

    private java.util.stream.Stream<MatchResult> fences() {
        return FENCE.matcher(text).results();
    }
}
