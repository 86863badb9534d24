package io.voicewebhooks.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map.Entry;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Twilio does with an auth token or a shared key: base64 of the HMAC over the URL followed by name and value of every
 * form field, sorted by name, repeated names once a different value. See
 * <a href="https://www.twilio.com/docs/usage/security#validating-requests">Validating requests</a>.
 */
public final class SignatureKey {
    private static final Comparator<Entry<String, String>> BY_NAME_AND_VALUE =
            Entry.<String, String>comparingByKey().thenComparing(Entry.comparingByValue());

    private final SignatureAlgorithm algorithm;
    private final Mac prototype;

    /** With an auth token, so HMAC-SHA1. */
    public SignatureKey(String token) {
        this(token, SignatureAlgorithm.HMAC_SHA1);
    }

    public SignatureKey(String secret, SignatureAlgorithm algorithm) {
        this.algorithm = algorithm;
        try {
            prototype = Mac.getInstance(algorithm.javaName());
            prototype.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm.javaName()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is missing in this Java", e);
        }
    }

    SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** What Twilio would send as {@code X-Twilio-Signature}: 28 characters, or 44 of an HMAC-SHA256. */
    public String sign(String url, List<Entry<String, String>> form) {
        byte[] signed = (url + sorted(form)).getBytes(StandardCharsets.UTF_8);
        return new String(sign(signed), StandardCharsets.US_ASCII);
    }

    /** The same of the bytes that make up the signed text, in parts. */
    byte[] sign(byte[]... parts) {
        try {
            Mac mac = (Mac) prototype.clone();
            for (byte[] part : parts) {
                mac.update(part);
            }
            return Base64.getEncoder().encode(mac.doFinal());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the provider of " + algorithm + " cannot clone its Mac", e);
        }
    }

    /** The signed text of the form: names and values without separators. */
    static String sorted(List<Entry<String, String>> form) {
        List<Entry<String, String>> fields = new ArrayList<>(form);
        fields.sort(BY_NAME_AND_VALUE);
        StringBuilder text = new StringBuilder();
        Entry<String, String> previous = null;
        for (Entry<String, String> field : fields) {
            // the entries of Vert.x know no equality
            if (previous == null || BY_NAME_AND_VALUE.compare(field, previous) != 0) {
                text.append(field.getKey()).append(field.getValue());
            }
            previous = field;
        }
        return text.toString();
    }
}
