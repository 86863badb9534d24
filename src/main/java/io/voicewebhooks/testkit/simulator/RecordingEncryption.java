package io.voicewebhooks.testkit.simulator;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * Encrypts recordings as Twilio does for customers who ask for it
 * (<a href="https://www.twilio.com/docs/voice/tutorials/voice-recording-encryption">Voice Recording Encryption</a>).
 */
final class RecordingEncryption {
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final PublicKey key;
    private final String keySid = Leg.sid("CR");

    /** Encrypts with the public half of an RSA key. */
    RecordingEncryption(PrivateKey privateKey) {
        RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) privateKey;
        try {
            this.key = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param bytes   what can be fetched
     * @param details the parameter {@code EncryptionDetails}
     */
    record Encrypted(byte[] bytes, String details) {}

    Encrypted encrypt(byte[] audio) {
        try {
            KeyGenerator keys = KeyGenerator.getInstance("AES");
            keys.init(256);
            SecretKey contentKey = keys.generateKey();
            byte[] iv = new byte[IV_BYTES];
            new SecureRandom().nextBytes(iv);
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.ENCRYPT_MODE, key, OAEP);
            Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, contentKey, new GCMParameterSpec(TAG_BITS, iv));
            String details = "{\"type\":\"rsa-aes\",\"public_key_sid\":\"%s\",\"encrypted_cek\":\"%s\",\"iv\":\"%s\"}"
                    .formatted(keySid, base64(rsa.doFinal(contentKey.getEncoded())), base64(iv));
            return new Encrypted(aes.doFinal(audio), details);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
