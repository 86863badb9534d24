package io.voicewebhooks.edge.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.impl.KeyStoreHelper;
import io.voicewebhooks.config.ConfigurationException;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The certificate chain and the private key of the listener, as they stood in their PEM files at one moment. Keys are RSA
 * or EC, in PKCS #8, PKCS #1 or SEC 1.
 */
public final class ServerCertificate {
    private static final byte[] PROBE = "whoever signs this has the key".getBytes(StandardCharsets.US_ASCII);
    private static final String ENTRY = "dummy-entry-0";

    private final List<Buffer> files;
    private final X509Certificate[] chain;
    private final PrivateKey key;
    private final String alias = UUID.randomUUID().toString();

    private ServerCertificate(List<Buffer> files, X509Certificate[] chain, PrivateKey key) {
        this.files = files;
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads the two files and tries whether they belong together.
     *
     * @throws ConfigurationException with the key, its file and what is wrong with it
     */
    public static ServerCertificate read(Settings settings) {
        String chainFile = Key.TLS_CERTIFICATE + " = " + settings.get(Key.TLS_CERTIFICATE);
        String keyFile = Key.TLS_KEY + " = " + settings.get(Key.TLS_KEY);
        Buffer chain = content(settings, Key.TLS_CERTIFICATE, chainFile);
        Buffer key = content(settings, Key.TLS_KEY, keyFile);
        try {
            KeyStoreHelper.loadCA(Stream.of(chain));
        } catch (Exception e) {
            throw wrong(chainFile + " is no certificate chain in PEM: " + e.getMessage());
        }
        ServerCertificate certificate;
        try {
            certificate = of(chain, key);
        } catch (Exception e) {
            throw wrong(keyFile + " is no RSA or EC key in PEM without a password, or none for " + chainFile + ": "
                    + e.getMessage());
        }
        if (!certificate.belongsTogether()) {
            throw wrong(keyFile + " is not the key of the first certificate of " + chainFile);
        }
        return certificate;
    }

    private static ServerCertificate of(Buffer chain, Buffer key) throws Exception {
        KeyStore store = KeyStoreHelper.loadKeyCert(List.of(key), List.of(chain));
        X509Certificate[] certificates = Arrays.stream(store.getCertificateChain(ENTRY))
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
        PrivateKey privateKey = (PrivateKey) store.getKey(ENTRY, KeyStoreHelper.DUMMY_PASSWORD.toCharArray());
        return new ServerCertificate(List.of(chain, key), certificates, privateKey);
    }

    private static Buffer content(Settings settings, Key key, String file) {
        try {
            return Buffer.buffer(Files.readAllBytes(Path.of(settings.get(key))));
        } catch (IOException e) {
            throw wrong(file + " cannot be read: " + e);
        }
    }

    private boolean belongsTogether() {
        try {
            Signature signature =
                    Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(chain[0].getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static ConfigurationException wrong(String problem) {
        return new ConfigurationException(List.of(problem));
    }

    /** A name that no other certificate has. */
    String alias() {
        return alias;
    }

    /** That of the server first. */
    X509Certificate[] chain() {
        return chain.clone();
    }

    PrivateKey key() {
        return key;
    }

    /** What clients will probably object to: it has expired, or is not valid yet. */
    public Optional<String> warning() {
        try {
            chain[0].checkValidity();
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of(Key.TLS_CERTIFICATE + " is valid from "
                    + chain[0].getNotBefore().toInstant() + " to "
                    + chain[0].getNotAfter().toInstant() + " only");
        }
    }

    /** Whether both files have the same content as those of another one. */
    boolean isSame(ServerCertificate other) {
        return files.equals(other.files);
    }

    @Override
    public String toString() {
        return chain[0].getSubjectX500Principal() + ", valid until "
                + chain[0].getNotAfter().toInstant();
    }
}
