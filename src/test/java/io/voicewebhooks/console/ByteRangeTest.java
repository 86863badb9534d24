package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-, bytes 0-99",
        "bytes=10-19, bytes 10-19",
        "bytes=10-1000, bytes 10-99",
        "bytes=-5, bytes 95-99",
        "bytes=-500, bytes 0-99",
        // nothing is there
        "bytes=100-, bytes 100-99",
        "bytes=-0, bytes 100-99",
        // no range: everything
        ", bytes 0-99",
        "bytes=-, bytes 0-99",
        "bytes=5-2, bytes 0-99",
        "'bytes=0-1,5-6', bytes 0-99",
        "lines=0-1, bytes 0-99",
        "bytes=99999999999999999999-, bytes 0-99",
        "bytes=٣-, bytes 0-99"
    })
    void readsOneRange(String header, String range) {
        assertThat(ByteRange.of(header, 100)).hasToString(range);
    }
}
