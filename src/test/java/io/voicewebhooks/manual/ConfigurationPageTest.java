package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.config.CallKey;
import io.voicewebhooks.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of configuration.md are the whole configuration, and no page sets what the application does not know. */
class ConfigurationPageTest {
    private final Manual manual = Manual.read();
    private final Manual configuration = manual.page("configuration");

    @Test
    void theConfigurationTableNamesEveryKeyWithItsDefaultAndNoOther() {
        Map<String, String> expected = new TreeMap<>();
        for (Key key : Key.values()) {
            expected.put(key.key(), key.defaultValue() == null ? "" : key.defaultValue());
        }
        for (CallKey key : CallKey.values()) {
            expected.put(key.key(), key.defaultValue());
        }
        Map<String, String> table = new TreeMap<>();
        configuration.table().forEach((key, row) -> {
            if (key.matches("(voice|twilio|call)\\..*") && !key.contains("<")) {
                table.put(
                        key,
                        row.get(1).replaceAll("^`|`$|^(required|–|(that of the language|likewise):.*)$|^empty$", ""));
            }
        });

        assertThat(table).isEqualTo(expected);
    }

    @Test
    void theConfigurationTableNamesWhatThePropertiesFileNames() throws IOException {
        Set<String> keys = Pattern.compile("(?m)^#?([a-z][a-z0-9.-]*(?:\\.<AC\\.\\.\\.>\\.auth-token|\\.<KeyId>)?) =")
                .matcher(Files.readString(Path.of("application.properties")))
                .results()
                .map(match -> match.group(1).replace("<AC...>", "<AccountSid>"))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> table = new TreeSet<>(configuration.table().keySet());
        assertThat(table).isEqualTo(keys);
    }

    @Test
    void everyPropertyThatTheManualSetsIsOneThatTheApplicationKnows() {
        Set<String> known = Arrays.stream(Key.values()).map(Key::key).collect(Collectors.toSet());

        assertThat(manual.blocks("properties").stream()
                        .flatMap(block -> Pattern.compile("(?m)^#?((?:voice|twilio)\\.[^ =]+)")
                                .matcher(block)
                                .results()
                                .map(match -> match.group(1))))
                .isNotEmpty()
                .isSubsetOf(known);
        assertThat(manual.variables())
                .isNotEmpty()
                .isSubsetOf(known.stream().map(Key::environmentName).toList());
    }
}
