package io.voicewebhooks.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.ConfigurationScenario;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.support.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two PEM files are tried at the start, not when the first client comes. */
class ServerCertificateTest {
    @TempDir
    static Path dir;

    private static Certificate rsa;
    private static Certificate ec;

    @BeforeAll
    static void make() throws Exception {
        rsa = Certificate.make(dir.resolve("rsa"));
        ec = Certificate.make(dir.resolve("ec"), "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2");
    }

    private static ServerCertificate read(Path chain, Path key) {
        Settings settings = ConfigurationScenario.valid()
                .with("voice.http.tls.certificate", chain)
                .with("voice.http.tls.key", key)
                .read();
        return ServerCertificate.read(settings);
    }

    private static void refused(Path chain, Path key, String... parts) {
        assertThatThrownBy(() -> read(chain, key))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(parts)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void anRsaKeyInPkcs8IsTaken() {
        assertThat(read(rsa.chain(), rsa.key()).toString()).startsWith("CN=127.0.0.1, valid until ");
        assertThat(read(rsa.chain(), rsa.key()).warning()).isEmpty();
    }

    @Test
    void anEcKeyInPkcs8IsTaken() {
        assertThat(read(ec.chain(), ec.key()).warning()).isEmpty();
    }

    @Test
    void anRsaKeyInPkcs1IsTaken() throws Exception {
        byte[] pkcs8 = rsa.privateKey().getEncoded();
        // PKCS 8 wraps it: 26 bytes of version, algorithm and length come first
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        Path key = Certificate.pem(dir.resolve("pkcs1.pem"), "RSA PRIVATE KEY", pkcs1);

        assertThat(read(rsa.chain(), key)).isNotNull();
    }

    @Test
    void anEcKeyInSec1IsTakenAsOpensslWritesIt() throws Exception {
        String number = String.format("%064x", ((ECPrivateKey) ec.privateKey()).getS());
        // RFC 5915: version, the number, the curve (secp256r1)
        byte[] sec1 = HexFormat.of().parseHex("30310201010420" + number + "a00a06082a8648ce3d030107");
        Path key = Certificate.pem(dir.resolve("sec1.pem"), "EC PRIVATE KEY", sec1);
        Files.writeString(
                key,
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + Files.readString(key));

        assertThat(read(ec.chain(), key)).isNotNull();
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() throws Exception {
        Certificate other = Certificate.make(dir.resolve("other"));

        refused(
                rsa.chain(),
                other.key(),
                "voice.http.tls.key = " + other.key(),
                "is not the key of the first certificate of voice.http.tls.certificate = " + rsa.chain());
    }

    @Test
    void aKeyOfAnotherKindIsRefused() {
        refused(rsa.chain(), ec.key(), "voice.http.tls.key = " + ec.key());
    }

    @Test
    void aKeyWithAPasswordIsRefused() throws Exception {
        Path key = Certificate.pem(
                dir.resolve("encrypted.pem"),
                "ENCRYPTED PRIVATE KEY",
                rsa.privateKey().getEncoded());

        refused(rsa.chain(), key, "voice.http.tls.key = " + key, "RSA or EC key in PEM without a password");
    }

    @Test
    void filesThatWereMixedUpAreRefused() {
        refused(
                rsa.key(),
                rsa.chain(),
                "voice.http.tls.certificate = " + rsa.key() + " is no certificate chain in PEM");
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws Exception {
        String whole = Files.readString(rsa.chain());
        Path half = Files.writeString(dir.resolve("half.pem"), whole.substring(0, whole.length() / 2));

        refused(half, rsa.key(), "voice.http.tls.certificate = " + half);
    }

    @Test
    void aCertificateThatHasExpiredIsAWarning() throws Exception {
        Certificate expired =
                Certificate.make(dir.resolve("expired"), "-keyalg", "RSA", "-startdate", "-10d", "-validity", "2");

        assertThat(read(expired.chain(), expired.key()).warning())
                .get()
                .asString()
                .matches("voice\\.http\\.tls\\.certificate is valid from \\S+Z to \\S+Z only");
    }

    @Test
    void neitherKeyNorCertificateIsPrinted() {
        assertThat(read(rsa.chain(), rsa.key()).toString()).doesNotContain("BEGIN");
    }
}
