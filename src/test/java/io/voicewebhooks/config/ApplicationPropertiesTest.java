package io.voicewebhooks.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The file that users edit and the keys that the application reads are the same. */
class ApplicationPropertiesTest {
    private static final Pattern LINE = Pattern.compile("#?((?:voice|twilio|call)\\.[^ =]+) *= *(.*)");

    @Test
    void theFileHasEveryKeyOnceAndNoOther() throws IOException {
        List<String> keys = lines().map(line -> line.group(1))
                .filter(key -> !key.contains("<"))
                .toList();

        assertThat(keys).containsExactlyInAnyOrderElementsOf(defaults().keySet());
    }

    @Test
    void theFileShowsTheDefaults() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        lines().forEach(line -> shown.put(line.group(1), line.group(2).startsWith("<") ? "" : line.group(2)));
        shown.keySet().removeIf(key -> key.contains("<"));
        Map<String, String> defaults = defaults();
        // as they are heard, for there is a text in each language
        String texts = Files.readString(Path.of("routes/twiml/voicemail.xml"));
        for (CallKey key : List.of(CallKey.VOICEMAIL_GREETING, CallKey.VOICEMAIL_GOODBYE)) {
            assertThat(texts).contains(">" + shown.get(key.key()) + "<");
            defaults.put(key.key(), shown.get(key.key()));
        }

        assertThat(shown).isEqualTo(defaults);
    }

    /** Those of every key, empty where there is none. */
    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        for (Key key : Key.values()) {
            defaults.put(key.key(), Objects.requireNonNullElse(key.defaultValue(), ""));
        }
        for (CallKey key : CallKey.values()) {
            defaults.put(key.key(), key.defaultValue());
        }
        return defaults;
    }

    private static Stream<Matcher> lines() throws IOException {
        return Files.readAllLines(Path.of("application.properties")).stream()
                .map(LINE::matcher)
                .filter(Matcher::matches);
    }
}
