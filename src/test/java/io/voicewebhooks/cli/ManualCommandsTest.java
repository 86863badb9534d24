package io.voicewebhooks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.manual.Manual;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command that README.md and the manual show is understood. */
class ManualCommandsTest {
    private static final Pattern COMMAND = Pattern.compile("-jar \\S*voice-webhooks\\.jar ([^\\n|]+)");
    /** A word, in quotation marks or without, or the beginning of a comment. */
    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");

    @Test
    void itIsUnderstood() {
        List<String> shown = new ArrayList<>();
        for (String block : Manual.read().blocks("sh")) {
            COMMAND.matcher(block.replace("\\\n", " ")).results().forEach(match -> shown.add(match.group(1)));
        }

        assertThat(shown).hasSizeGreaterThan(10).allSatisfy(line -> {
            CommandLine command = Commands.line(new Terminal(System.out, System.err, () -> null, name -> null));
            assertThat(command.parseArgs(words(line)).unmatched()).isEmpty();
        });
    }

    private static String[] words(String line) {
        return WORD.matcher(line)
                .results()
                .takeWhile(match -> !match.group().equals("#"))
                .map(match -> match.group().replaceAll("^['\"]|['\"]$", ""))
                .toArray(String[]::new);
    }
}
