package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.check.CheckScenario;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value of a call flow's key is found at the start, whether a flow uses it or not. */
class CallFlowKeysTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "call.hours, mo 09:00-17:00",
        "call.time-zone, Berlin",
        "call.holidays, 25.12.",
        "call.holidays-file, none.ics",
        "call.blocked, 555 1234",
        "call.forward.to, home",
        "call.forward.to, 0171-12345",
        "call.forward.ring-seconds, 4",
        "call.forward.announce, yes",
        "call.dial-allowed, *"
    })
    void aWrongValueIsNamed(String key, String value) {
        assertThat(CheckScenario.with(dir).set(key, value).problems())
                .singleElement()
                .asString()
                .contains(key)
                .contains(value)
                .contains("; allowed: ");
    }
}
