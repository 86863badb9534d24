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
 * Signs as Twilio does with an auth token: base64 of the HMAC-SHA1 over the URL followed by name and value of every form
 * field, sorted by name, repeated names once a different value. See
 * <a href="https://www.twilio.com/docs/usage/security#validating-requests">Validating requests</a>.
 */
public final class SignatureKey {
    private static final String ALGORITHM = "HmacSHA1";
    private static final Comparator<Entry<String, String>> BY_NAME_AND_VALUE =
            Entry.<String, String>comparingByKey().thenComparing(Entry.comparingByValue());

    private final Mac prototype;

    public SignatureKey(String token) {
        try {
            prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing in this Java", e);
        }
    }

    /** The 28 characters that Twilio would send as {@code X-Twilio-Signature}. */
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
            throw new IllegalStateException("the provider of " + ALGORITHM + " cannot clone its Mac", e);
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
