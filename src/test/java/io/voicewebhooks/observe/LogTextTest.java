package io.voicewebhooks.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

    @Test
    void plainTextStaysAsItIs() {
        assertThat(LogText.of("CA0123 ~!")).isEqualTo("CA0123 ~!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u2028", "é"})
    void whatIsNotPrintableAsciiIsReplaced(String character) {
        assertThat(LogText.of("a" + character + "b")).isEqualTo("a?b");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(LogText.of("x".repeat(65))).isEqualTo("x".repeat(64) + "…");
    }

    @Test
    void theLongestTextIsNotCut() {
        assertThat(LogText.of("x".repeat(64))).isEqualTo("x".repeat(64));
    }
}
