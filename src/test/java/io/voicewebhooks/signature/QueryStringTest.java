package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
    @ValueSource(strings = {"a=%", "a=%2", "a=%zz", "%=a", "a=%+1", "a=%-1", "a=%20%", "a=%٣٣"})
    void aMalformedEscapeIsRefused(String query) {
        assertThatThrownBy(() -> QueryString.parse("/voice/status?" + query))
                .isInstanceOf(BadWebhookException.class)
                .hasMessage("the query has a malformed escape");
    }

    @Test
    void bytesThatNobodyEscapedAreUtf8() {
        String bytes = new String("São".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(QueryString.parse("/?a=" + bytes)).containsExactly(Map.entry("a", "São"));
    }

    @ParameterizedTest
    @CsvSource({
        "/voice/status",
        "/voice/a%27b",
        "/voice/status?a=%2B1900",
        "/voice/status?a='@:",
        "/voice/status?a=%2527"
    })
    void aQueryWithoutTheReportedEscapesHasNoVariant(String target) {
        assertThat(QueryString.unescaped(target)).isEmpty();
    }

    @Test
    void theReportedEscapesOfTheQueryHaveTwoVariantsAtMost() {
        assertThat(QueryString.unescaped("/a%27?b=%27%2B")).containsExactly("/a%27?b='%2B");
        assertThat(QueryString.unescaped("/a?b=%3a%3A%40%20")).containsExactly("/a?b=::@%20");
        assertThat(QueryString.unescaped("/a?b=%27%40")).containsExactly("/a?b='%40", "/a?b='@");
    }
}
