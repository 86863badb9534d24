package io.voicewebhooks.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** A key pair for recordings, and Twilio's side of it: encrypts with the public half. */
public final class RecordingKey {
    public static final String SID = "CR0123456789abcdef0123456789abcdef";

    private final KeyPair pair;

    private RecordingKey(KeyPair pair) {
        this.pair = pair;
    }

    /** One and the same in a JVM, since making one takes long. */
    public static RecordingKey usual() {
        return Usual.KEY;
    }

    private static final class Usual {
        static final RecordingKey KEY = make();
    }

    public static RecordingKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new RecordingKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public PrivateKey privateKey() {
        return pair.getPrivate();
    }

    /** Writes the private half to a new PEM file. */
    public Path pem(Path directory) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        return Files.writeString(
                Files.createTempFile(Files.createDirectories(directory), "recording-key", ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    /**
     * A recording that is being encrypted.
     *
     * @param cipher  takes the audio, gives what Twilio serves
     * @param details the parameter {@code EncryptionDetails}
     */
    public record Encryption(Cipher cipher, String details) {
        public byte[] of(byte[] audio) {
            try {
                return cipher.doFinal(audio);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Begins a recording, with a content key of its own. */
    public Encryption begin() {
        return begin(MGF1ParameterSpec.SHA256, 32);
    }

    /** Begins a recording in another way than Twilio. */
    public Encryption begin(MGF1ParameterSpec mask, int contentKeyBytes) {
        byte[] contentKey = new byte[contentKeyBytes];
        byte[] iv = new byte[12];
        new SecureRandom().nextBytes(contentKey);
        new SecureRandom().nextBytes(iv);
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(
                    Cipher.ENCRYPT_MODE,
                    pair.getPublic(),
                    new OAEPParameterSpec("SHA-256", "MGF1", mask, PSource.PSpecified.DEFAULT));
            Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(contentKey, "AES"), new GCMParameterSpec(128, iv));
            return new Encryption(
                    aes,
                    "{\"type\":\"rsa-aes\",\"public_key_sid\":\"%s\",\"encrypted_cek\":\"%s\",\"iv\":\"%s\"}"
                            .formatted(SID, base64(rsa.doFinal(contentKey)), base64(iv)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
