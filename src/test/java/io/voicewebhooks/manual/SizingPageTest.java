package io.voicewebhooks.manual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The table of sizing.md is what its arithmetic gives. */
class SizingPageTest {
    private static final Pattern ROWS = Pattern.compile("(?m)^\\| \\d+ \\|.*\\n");

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the page's script is one for sh and awk")
    void itsTableIsWhatItsScriptPrints() throws Exception {
        Manual page = Manual.read().page("sizing");

        Process script = new ProcessBuilder("sh", "-c", page.block("sizing"))
                .redirectErrorStream(true)
                .start();
        String printed = new String(script.getInputStream().readAllBytes(), UTF_8);

        assertThat(script.waitFor()).as(printed).isZero();
        assertThat(printed.lines()).hasSize(3);
        assertThat(String.join(
                        "",
                        ROWS.matcher(page.text())
                                .results()
                                .map(row -> row.group())
                                .toList()))
                .isEqualTo(printed);
    }
}
