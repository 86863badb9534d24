package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of texts that others chose. */
class KeptTest {
    private final Kept kept = new Kept();

    @Test
    void whatADatabaseRefusesIsReplaced() {
        assertThat(Kept.clean("a\0b\uD800c\uDC00\uD83D\uDCDE")).isEqualTo("a\uFFFDb\uFFFDc\uFFFD\uD83D\uDCDE");
        assertThat(Kept.json(Map.of("\uDFFF", "\uD800"))).isEqualTo("{\"\uFFFD\":\"\uFFFD\"}");
    }

    @Test
    void whatFitsIsWhole() {
        assertThat(kept.parameters(Map.of("Digits", List.of("1", "2")))).isEqualTo("{\"Digits\":[\"1\",\"2\"]}");
        assertThat(kept.text("<Response/>")).isEqualTo("<Response/>");
        assertThat(kept.cut()).isNull();
    }

    @Test
    void whatIsTooLongIsCutOffAndCounted() {
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("CallToken", "secret");
        sent.put("Digits", "1");
        sent.put("SpeechResult", "x".repeat(1 << 20));
        sent.put("Late", "z");

        String parameters = kept.parameters(sent);

        assertThat(parameters)
                .startsWith("{\"Digits\":\"1\",\"SpeechResult\":\"xxx")
                .endsWith("x\",\"Late\":\"z\"}")
                .hasSizeLessThan(5_000);
        assertThat(kept.cut()).isEqualTo((1 << 20) - (4 << 10));
    }

    @Test
    void soAreManyThatAreLongTogether() {
        Map<String, Object> sent = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            sent.put("name" + i, "x".repeat(1_000));
        }

        assertThat(kept.parameters(sent))
                .hasSizeLessThan(17_000)
                .contains("name0", "name15")
                .doesNotContain("name20");
        assertThat(kept.cut()).isEqualTo(100 * 1_000 + 10 * 5 + 90 * 6 - (16 << 10));
    }
}
