package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {

    @ParameterizedTest
    @ValueSource(strings = {"/voice/status", "/voice/status?", "/voice/status?&&"})
    void aTargetWithoutParametersHasNone(String target) {
        assertThat(QueryString.parse(target)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a=x%20y, a, x y",
        "a=x+y, a, x y",
        "a=%2B1555, a, +1555",
        "a=S%C3%A3o, a, São",
        "a=%F0%9F%98%80, a, 😀",
        "a=b=c, a, b=c",
        "a=b?c, a, b?c",
        "a%3Db=c, a=b, c",
        "a, a, ''",
        "a=, a, ''"
    })
    void aParameterIsDecodedOnce(String query, String name, String value) {
        assertThat(QueryString.parse("/voice/status?" + query)).containsExactly(Map.entry(name, value));
    }

    @Test
    void orderAndRepeatedNamesStay() {
        assertThat(QueryString.parse("/?b=1&a=2&b=3"))
                .containsExactly(Map.entry("b", "1"), Map.entry("a", "2"), Map.entry("b", "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%2", "a=%zz", "%=a"})
    void aMalformedEscapeIsRefused(String query) {
        assertThatThrownBy(() -> QueryString.parse("/voice/status?" + query))
                .isInstanceOf(BadWebhookException.class)
                .hasMessage("the query has a malformed escape");
    }
}
