package io.voicewebhooks.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1 that signs itself.
 *
 * @param chain PEM file of the certificate
 * @param key   PEM file of its private key (PKCS 8)
 */
public record Certificate(Path chain, Path key, KeyStore store) {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "voice";

    /** Makes one with the JDK's keytool. */
    public static Certificate make(Path directory) throws Exception {
        return make(directory, "-keyalg", "RSA", "-keysize", "2048", "-validity", "2");
    }

    /** Makes one with options of keytool: {@code -keyalg}, {@code -validity}, {@code -startdate}. */
    public static Certificate make(Path directory, String... options) throws Exception {
        Files.createDirectories(directory);
        Path file = directory.resolve("certificate.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        JavaProcess.SHORT_LIFE.forEach(option -> command.add("-J" + option));
        // as much as tests need
        List.of("certPbe", "keyPbe", "mac")
                .forEach(of -> command.add("-J-Dkeystore.pkcs12." + of + "IterationCount=1"));
        command.addAll(List.of("-alias", ALIAS, "-dname", "CN=127.0.0.1", "-ext", "SAN=ip:127.0.0.1"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(options));
        new ProcessBuilder(command).inheritIO().start().waitFor();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        Path chain = pem(
                directory.resolve("chain.pem"),
                "CERTIFICATE",
                store.getCertificate(ALIAS).getEncoded());
        Certificate certificate = new Certificate(chain, directory.resolve("key.pem"), store);
        pem(certificate.key(), "PRIVATE KEY", certificate.privateKey().getEncoded());
        return certificate;
    }

    /** Writes a PEM file. */
    public static Path pem(Path file, String type, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
    }

    public PrivateKey privateKey() throws GeneralSecurityException {
        return (PrivateKey) store.getKey(ALIAS, PASSWORD.toCharArray());
    }

    /** For a client that trusts this certificate and no other. */
    public SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
