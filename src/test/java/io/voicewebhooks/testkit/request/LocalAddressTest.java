package io.voicewebhooks.testkit.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAddressTest {
    /** The proxy may remove the path prefix or keep it. */
    @ParameterizedTest
    @CsvSource({
        "https://a.example, http://127.0.0.1:8080/voice/incoming, https://a.example/voice/incoming",
        "https://a.example/, http://127.0.0.1:8080/voice/incoming#rc=5, https://a.example/voice/incoming#rc=5",
        "https://a.example:8443/hooks, http://localhost/voice?a=b, https://a.example:8443/hooks/voice?a=b",
        "https://a.example/hooks, http://127.0.0.1:8080/hooks/voice, https://a.example/hooks/voice"
    })
    void anUrlOfThisMachineAndItsPublicOneBelongTogether(String publicUrl, String url, String known) {
        LocalAddress address = LocalAddress.of(publicUrl, url);

        assertThat(address.toPublic(url)).isEqualTo(known);
        assertThat(address.toLocal(URI.create(known))).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example.org/voice",
        "http://a.example/voice",
        "https://a.example/hooks2",
        "https://b.example/"
    })
    void anotherHostIsAskedWhereItIs(String url) {
        LocalAddress address = LocalAddress.of("https://a.example/hooks", "http://127.0.0.1:8080/voice");

        assertThat(address.toLocal(URI.create(url))).hasToString(url);
        assertThat(address.toPublic(url)).isEqualTo(url);
    }
}
