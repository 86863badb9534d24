package io.voicewebhooks.recording;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.delivery.UndeliverableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts recordings that Twilio encrypted with our public key: the content key is wrapped by RSA-OAEP with SHA-256, the
 * audio encrypted with AES-256-GCM
 * (<a href="https://www.twilio.com/docs/voice/tutorials/voice-recording-encryption">Voice Recording Encryption</a>).
 */
final class RecordingDecryption {
    /** The transformation's name alone would mean MGF1 with SHA-1. */
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private static final int AES_256_BYTES = 32;

    private final PrivateKey privateKey;
    private final Spool spool;

    RecordingDecryption(PrivateKey privateKey, Spool spool) {
        this.privateKey = privateKey;
        this.spool = spool;
    }

    /** Decrypts into a new spool file, which the caller deletes; none stays if the audio is not what Twilio encrypted. */
    SpooledRecording decrypt(SpooledRecording encrypted, EncryptionDetails details, String name)
            throws IOException, UndeliverableException {
        long length = encrypted.bytes() - GcmStream.TAG_BYTES;
        if (length <= 0) {
            throw new UndeliverableException("the encrypted recording has only " + encrypted.bytes() + " bytes");
        }
        if (length > GcmStream.LONGEST) {
            throw new UndeliverableException("the encrypted recording has " + encrypted.bytes() + " bytes; more than "
                    + GcmStream.LONGEST + " cannot be decrypted");
        }
        SecretKey contentKey = unwrap(details);
        try (InputStream audio =
                new GcmStream(Files.newInputStream(encrypted.file()), encrypted.bytes(), contentKey, details.iv())) {
            return spool.write(name, audio, length);
        } catch (GcmStream.WrongTagException e) {
            throw new UndeliverableException(
                    "the encrypted recording is damaged: its content does not match its authentication tag");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in counter mode and GCM", e);
        }
    }

    private SecretKey unwrap(EncryptionDetails details) throws UndeliverableException {
        byte[] contentKey;
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
            rsa.init(Cipher.DECRYPT_MODE, privateKey, OAEP);
            contentKey = rsa.doFinal(details.encryptedCek());
        } catch (GeneralSecurityException e) {
            throw new UndeliverableException("the recording is encrypted with the public key " + details.publicKeySid()
                    + "; the key of " + Key.RECORDING_PRIVATE_KEY + " does not belong to it");
        }
        if (contentKey.length != AES_256_BYTES) {
            throw new UndeliverableException("the recording is encrypted with a content key of " + contentKey.length
                    + " bytes; AES-256 has " + AES_256_BYTES);
        }
        return new SecretKeySpec(contentKey, "AES");
    }
}
