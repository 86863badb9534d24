package io.voicewebhooks.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An RSA private key in a PEM file, PKCS #8 without a password: what {@code openssl genpkey -algorithm rsa} writes. */
public final class RsaKeyFile {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private RsaKeyFile() {}

    /**
     * Reads the key.
     *
     * @throws GeneralSecurityException if it holds no such key; the message tells nothing of its content
     */
    public static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = PEM.matcher(Files.readString(file));
        if (!pem.find()) {
            throw new GeneralSecurityException("no BEGIN PRIVATE KEY (PKCS #8) in it");
        }
        byte[] key = Base64.getMimeDecoder().decode(pem.group(1));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
    }

    static boolean isReadable(String file) {
        try {
            read(Path.of(file));
            return true;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
