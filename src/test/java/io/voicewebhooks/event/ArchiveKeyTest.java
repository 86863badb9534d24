package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveKeyTest {

    @Test
    void anEventIsKeptUnderAccountDayAndCall() {
        assertThat(ArchiveKey.ofEvent(event("AC1", "CA1", "RE1"))).isEqualTo("AC1/2016/01/08/CA1/e1.json");
    }

    @Test
    void aRecordingIsKeptBesideItsEvents() {
        assertThat(ArchiveKey.ofRecording(event("AC1", "CA1", "RE1"), "wav")).isEqualTo("AC1/2016/01/08/CA1/RE1.wav");
    }

    @Test
    void aRecordingThatIsStillEncryptedSaysSoInItsName() {
        assertThat(ArchiveKey.ofRecording(event("AC1", "CA1", "RE1"), "wav.enc"))
                .isEqualTo("AC1/2016/01/08/CA1/RE1.wav.enc");
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd, ______etc_passwd",
        "/, _",
        ".., __",
        "a\\b, a_b",
        "${exchangeId}, __exchangeId_",
        "$simple{body}, _simple_body_",
        "{{twilio.auth-token}}, __twilio_auth-token__",
        "Zoë, Zo_",
        "a b, a_b"
    })
    void whatAStrangerWroteIsNeitherAPathNorAnExpression(String hostile, String safe) {
        VoiceEvent event = event(hostile, hostile, hostile);

        assertThat(ArchiveKey.ofRecording(event, "wav")).isEqualTo(safe + "/2016/01/08/" + safe + "/" + safe + ".wav");
        assertThat(ArchiveKey.ofEvent(event)).isEqualTo(safe + "/2016/01/08/" + safe + "/e1.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\u0000", "😀", "%2e", ";"})
    void noOtherCharacterGetsIntoAKey(String hostile) {
        assertThat(ArchiveKey.ofRecording(event(hostile, hostile, hostile), "mp3"))
                .matches("[A-Za-z0-9/_.-]+");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(ArchiveKey.part("x".repeat(1000))).isEqualTo("x".repeat(64));
    }

    private static VoiceEvent event(String account, String partition, String recording) {
        return new VoiceEvent(
                "e1",
                "/2010-04-01/Accounts/" + account,
                VoiceEvent.TYPE_PREFIX + "recording.completed",
                recording,
                "2016-01-08T23:59:59Z",
                partition,
                account,
                null,
                partition,
                Map.of("RecordingSid", recording));
    }
}
