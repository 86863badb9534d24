package io.voicewebhooks.recording;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * Decrypts AES-GCM as it is read, in constant memory. Java's own GCM decryption holds the whole text back until the tag is
 * checked; its encryption does not. So the text is decrypted with what GCM is made of, AES in counter mode from 2 (NIST SP
 * 800-38D, 7.1), and what comes out is encrypted again: that gives the tag to compare with. The last byte is only given
 * away if the tag is right; until then what was read must not be used.
 */
final class GcmStream extends InputStream {
    /** The most that Java encrypts in one go. */
    static final long LONGEST = Integer.MAX_VALUE - 16L;

    static final int TAG_BYTES = 16;

    private static final int CHUNK = 8192;

    static final class WrongTagException extends IOException {
        private static final long serialVersionUID = 1L;

        WrongTagException() {
            super("the tag of the encrypted text is wrong");
        }
    }

    private final InputStream encrypted;
    private final Cipher decrypt;
    private final Cipher encryptAgain;
    private final byte[] discarded = new byte[CHUNK + TAG_BYTES];
    private long left;

    /** The length in bytes is with the tag, at most {@link #LONGEST} more; the IV has 12 bytes. */
    GcmStream(InputStream encrypted, long length, SecretKey key, byte[] iv) throws GeneralSecurityException {
        this.encrypted = encrypted;
        this.left = length - TAG_BYTES;
        byte[] counter = Arrays.copyOf(iv, 16);
        counter[15] = 2;
        decrypt = Cipher.getInstance("AES/CTR/NoPadding");
        decrypt.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(counter));
        encryptAgain = Cipher.getInstance("AES/GCM/NoPadding");
        encryptAgain.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * 8, iv));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Fails at the end, if the text is not what was encrypted. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = encrypted.read(target, offset, (int) Math.min(Math.min(length, CHUNK), left));
        if (count < 0) {
            throw new EOFException("the encrypted text ends too early");
        }
        try {
            decrypt.update(target, offset, count, target, offset);
            encryptAgain.update(target, offset, count, discarded);
            left -= count;
            if (left == 0) {
                checkTag();
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("the recording cannot be decrypted: " + e.getMessage(), e);
        }
        return count;
    }

    private void checkTag() throws IOException, GeneralSecurityException {
        byte[] end = encryptAgain.doFinal();
        byte[] tag = Arrays.copyOfRange(end, end.length - TAG_BYTES, end.length);
        if (!MessageDigest.isEqual(tag, encrypted.readNBytes(TAG_BYTES))) {
            throw new WrongTagException();
        }
    }

    @Override
    public void close() throws IOException {
        encrypted.close();
    }
}
