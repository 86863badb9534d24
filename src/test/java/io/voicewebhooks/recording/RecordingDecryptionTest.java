package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.support.RecordingKey;
import io.voicewebhooks.support.RecordingKey.Encryption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Twilio encrypted becomes audio again, or nothing at all. */
class RecordingDecryptionTest {
    private static final RecordingKey KEY = RecordingKey.usual();
    private static final byte[] AUDIO = "RIFF some seconds of audio WAVE".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private Spool spool;

    @BeforeEach
    void spool() {
        spool = new Spool(() -> dir);
    }

    @Test
    void whatOpenSslAndPythonEncryptedIsDecrypted() throws Exception {
        JsonNode example = new ObjectMapper()
                .readTree(Path.of("src/test/resources/encrypted-recording.json").toFile());
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getDecoder().decode(example.get("privateKey").asText())));

        SpooledRecording plain = new RecordingDecryption(key, spool)
                .decrypt(
                        spooled(Base64.getDecoder()
                                .decode(example.get("encrypted").asText())),
                        EncryptionDetails.read(example.get("EncryptionDetails").toString()),
                        "RE1.wav");

        assertThat(plain.file()).hasContent(example.get("audio").asText());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 8175, 8176, 8191, 8192, 8193, 65_536, 1_000_003})
    void audioOfAnyLengthIsDecrypted(int length) throws Exception {
        byte[] audio = new byte[length];
        new Random(length).nextBytes(audio);
        Encryption encryption = KEY.begin();

        SpooledRecording plain = decrypt(encryption.of(audio), encryption.details());

        assertThat(Files.readAllBytes(plain.file())).isEqualTo(audio);
        assertThat(plain.bytes()).isEqualTo(length);
        assertThat(plain.sha256()).isEqualTo(spooled(audio).sha256());
        assertThat(plain.encrypted()).isFalse();
    }

    /** In the first block, in the middle, in the last byte of the audio, in the tag. */
    @ParameterizedTest
    @ValueSource(ints = {0, 50_000, 99_999, 100_000, 100_015})
    void oneBitThatDiffersLeavesNoAudio(int position) throws Exception {
        Encryption encryption = KEY.begin();
        byte[] encrypted = encryption.of(new byte[100_000]);
        encrypted[position] ^= 1;

        assertUndeliverable(encrypted, encryption.details(), "the encrypted recording is damaged");
    }

    @Test
    void audioWithoutItsEndIsNoAudio() throws Exception {
        Encryption encryption = KEY.begin();

        assertUndeliverable(
                Arrays.copyOf(encryption.of(AUDIO), AUDIO.length), encryption.details(), "recording is damaged");
    }

    @Test
    void lessThanATagIsNoRecording() throws Exception {
        assertUndeliverable(new byte[16], KEY.begin().details(), "the encrypted recording has only 16 bytes");
    }

    @Test
    void theKeyOfAnotherPublicKeyOpensNothingAndIsNamed() throws Exception {
        Encryption encryption = RecordingKey.make().begin();

        assertUndeliverable(
                encryption.of(AUDIO),
                encryption.details(),
                "encrypted with the public key " + RecordingKey.SID
                        + "; the key of voice.recording.private-key does not belong to it");
    }

    @Test
    void aMaskOfSha1IsNotTwilios() throws Exception {
        Encryption encryption = KEY.begin(MGF1ParameterSpec.SHA1, 32);

        assertUndeliverable(encryption.of(AUDIO), encryption.details(), "does not belong to it");
    }

    @Test
    void aContentKeyOfAnotherLengthIsNotTwilios() throws Exception {
        Encryption encryption = KEY.begin(MGF1ParameterSpec.SHA256, 16);

        assertUndeliverable(encryption.of(AUDIO), encryption.details(), "a content key of 16 bytes; AES-256 has 32");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', textBlock = """
            encrypted                                                   | they are no JSON
            {}                                                          | iv is missing
            []                                                          | iv is missing
            {"iv":"AAAA","encrypted_cek":"AAAA"}                        | iv has 3 bytes instead of 12
            {"iv":"AAAAAAAAAAAAAAAA"}                                   | encrypted_cek is missing
            {"iv":"AAAAAAAAAAAAAAAA","encrypted_cek":"?"}               | encrypted_cek is no base64
            """)
    void detailsThatAreBrokenAreNamed(String details, String reason) {
        assertThatThrownBy(() -> EncryptionDetails.read(details))
                .isInstanceOf(UndeliverableException.class)
                .hasMessage("the recording is encrypted and its EncryptionDetails cannot be used: " + reason);
    }

    private void assertUndeliverable(byte[] encrypted, String details, String reason) throws IOException {
        SpooledRecording spooled = spooled(encrypted);

        assertThatThrownBy(() -> new RecordingDecryption(KEY.privateKey(), spool)
                        .decrypt(spooled, EncryptionDetails.read(details), "RE1.wav"))
                .isInstanceOf(UndeliverableException.class)
                .hasMessageContaining(reason);
        assertThat(dir).isDirectoryNotContaining(file -> !file.equals(spooled.file()));
    }

    private SpooledRecording decrypt(byte[] encrypted, String details) throws IOException, UndeliverableException {
        return new RecordingDecryption(KEY.privateKey(), spool)
                .decrypt(spooled(encrypted), EncryptionDetails.read(details), "RE1.wav");
    }

    private SpooledRecording spooled(byte[] content) throws IOException {
        return spool.write("RE1.wav", new ByteArrayInputStream(content), content.length);
    }
}
