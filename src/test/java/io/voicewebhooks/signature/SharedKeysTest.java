package io.voicewebhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedKeysTest {
    private final SharedKeys keys = new SharedKeys(Map.of("key_1", "secret"));

    /** Else a stranger could tell from the time which keys there are. */
    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void aKeyThatIsNotConfiguredIsAsMuchWork(SignatureAlgorithm algorithm) {
        SigningKeyHeader known = SigningKeyHeader.of("key=KEY_1,algorithm=" + algorithm);
        SigningKeyHeader unknown = SigningKeyHeader.of("key=key_2,algorithm=" + algorithm);

        assertThat(keys.knows(known)).isTrue();
        assertThat(keys.knows(unknown)).isFalse();
        assertThat(keys.of(known, "")).extracting(SignatureKey::algorithm).containsExactly(algorithm);
        assertThat(keys.of(unknown, "")).extracting(SignatureKey::algorithm).containsExactly(algorithm);
    }
}
