package io.voicewebhooks.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://voice.example.com, https://voice.example.com, ''",
        "https://voice.example.com/, https://voice.example.com, ''",
        "https://voice.example.com:8443/a/b/, https://voice.example.com:8443, /a/b",
        "http://[::1]:8080/a, http://[::1]:8080, /a"
    })
    void originAndPrefixAreToldApart(String url, String origin, String prefix) {
        assertThat(PublicUrl.of(url)).isEqualTo(new PublicUrl(origin, prefix));
    }

    @Test
    void theHostKeepsItsCaseBecauseItIsSigned() {
        assertThat(PublicUrl.of("https://Voice.Example.com").origin()).isEqualTo("https://Voice.Example.com");
    }

    @Test
    void itPrintsAsUrlsBeginWithIt() {
        assertThat(PublicUrl.of("https://voice.example.com/a/")).hasToString("https://voice.example.com/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "voice.example.com",
                "ftp://voice.example.com",
                "https:///path",
                "https://user:pass@voice.example.com",
                "https://voice.example.com?a=b",
                "https://voice.example.com#a",
                "https://voice example.com",
                "https://voice.example.com:99999"
            })
    void whatIsNoAddressIsRefused(String url) {
        assertThat(PublicUrl.isValid(url)).isFalse();
    }

    @Test
    void severalAreSeparatedByCommas() {
        assertThat(ConfigurationScenario.valid()
                        .with("voice.public-url", "https://one.example.com, https://two.example.com/a")
                        .read()
                        .publicUrls())
                .containsExactly(
                        new PublicUrl("https://one.example.com", ""), new PublicUrl("https://two.example.com", "/a"));
    }
}
