package io.voicewebhooks.config;

import static io.voicewebhooks.config.ConfigurationScenario.problems;
import static io.voicewebhooks.config.ConfigurationScenario.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RecordingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key that opens recordings is checked when the application starts, not when a recording comes. */
class RsaKeyFileTest {
    private static final RecordingKey KEY = RecordingKey.usual();

    @TempDir
    Path dir;

    @Test
    void aKeyOfPkcs8IsRead() throws Exception {
        Path file = KEY.pem(dir);

        assertThat(RsaKeyFile.read(file)).isEqualTo(KEY.privateKey());
        assertThat(valid().with("voice.recording.private-key", file).read().get(Key.RECORDING_PRIVATE_KEY))
                .isEqualTo(file.toString());
    }

    @Test
    void whatStandsAroundTheKeyDoesNotCount() throws Exception {
        Path file = KEY.pem(dir);
        Files.writeString(
                file,
                "Bag Attributes\r\n" + Files.readString(file).replace("\n", "\r\n") + "-----BEGIN PUBLIC KEY-----");

        assertThat(RsaKeyFile.read(file)).isEqualTo(KEY.privateKey());
    }

    /** Another form, one with a password, no key at all, a key that is no RSA key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n",
                ""
            })
    void anyOtherFileStopsTheStart(String content) throws IOException {
        Path file = Files.writeString(dir.resolve("key.pem"), content);

        assertThat(problems(valid().with("voice.recording.private-key", file)))
                .isEqualTo(
                        "voice.recording.private-key has a wrong value (not shown); allowed: a readable PEM file with"
                                + " an RSA private key in PKCS #8 without a password (BEGIN PRIVATE KEY)");
    }

    @Test
    void theKeyItselfIsNoFileAndIsNotPrinted() {
        String base64 = Base64.getEncoder().encodeToString(KEY.privateKey().getEncoded());

        assertThat(problems(valid().with(
                                "voice.recording.private-key",
                                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----")))
                .startsWith("voice.recording.private-key has a wrong value (not shown)")
                .doesNotContain(base64.substring(0, 20));
    }
}
