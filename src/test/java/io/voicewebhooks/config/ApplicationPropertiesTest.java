package io.voicewebhooks.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file that users edit and the keys that the application reads are the same. */
class ApplicationPropertiesTest {
    private static final int MOST_KEYS = 50;
    private static final Pattern LINE = Pattern.compile("#?((?:voice|twilio)\\.[^ =]+) *= *(.*)");

    @Test
    void thereAreNoMoreKeysThanAPersonCanRead() {
        assertThat(Key.values()).hasSizeLessThanOrEqualTo(MOST_KEYS);
    }

    @Test
    void theFileHasEveryKeyOnceAndNoOther() throws IOException {
        List<String> keys = lines().map(line -> line.group(1))
                .filter(key -> !key.startsWith("twilio.accounts.<AC...>."))
                .toList();

        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Key.values()).map(Key::key).toList());
    }

    @Test
    void theFileShowsTheDefaults() throws IOException {
        Map<String, String> shown = lines().filter(line -> !line.group(2).startsWith("<"))
                .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
        Map<String, String> defaults = Arrays.stream(Key.values())
                .filter(key -> key.defaultValue() != null)
                .collect(Collectors.toMap(Key::key, Key::defaultValue));

        assertThat(shown).isEqualTo(defaults);
    }

    private static java.util.stream.Stream<Matcher> lines() throws IOException {
        return Files.readAllLines(Path.of("application.properties")).stream()
                .map(LINE::matcher)
                .filter(Matcher::matches);
    }
}
