package io.voicewebhooks.signature;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Reads {@code application/x-www-form-urlencoded}, in UTF-8, as in the
 * <a href="https://url.spec.whatwg.org/#urlencoded-parsing">URL Standard</a>, except that a malformed escape is an error.
 */
public final class FormFields {
    /** A form of Twilio's has some 40. */
    public static final int MOST = 256;

    private FormFields() {}

    /**
     * The decoded fields of a form, in order; bytes that the sender did not escape are UTF-8.
     *
     * @throws BadWebhookException if an escape is malformed, or if there are more than {@link #MOST} fields
     */
    static List<Entry<String, String>> parse(byte[] form) {
        String text = new String(form, StandardCharsets.UTF_8);
        if (!isWellFormed(text, 0)) {
            throw new BadWebhookException("the form has a malformed escape");
        }
        return decode(text, MOST);
    }

    /** Whether each {@code %} of a text begins an escape, from an index on. */
    static boolean isWellFormed(String text, int from) {
        for (int at = text.indexOf('%', from); at >= 0; at = text.indexOf('%', at + 1)) {
            if (at + 2 >= text.length()
                    || !HexFormat.isHexDigit(text.charAt(at + 1))
                    || !HexFormat.isHexDigit(text.charAt(at + 2))) {
                return false;
            }
        }
        return true;
    }

    /** The fields of a well-formed text, in order; one without {@code =} has an empty value. */
    static List<Entry<String, String>> decode(String text) {
        return decode(text, Integer.MAX_VALUE);
    }

    /** Each character is looked at a few times at most, whatever a stranger sends: nothing has been verified yet. */
    private static List<Entry<String, String>> decode(String text, int most) {
        List<Entry<String, String>> fields = new ArrayList<>();
        int equals = -1;
        for (int start = 0, end; start < text.length(); start = end + 1) {
            end = indexOf(text, '&', start);
            if (end > start) {
                if (fields.size() == most) {
                    throw new BadWebhookException("the form has more than " + most + " fields");
                }
                // the next one may be that of a later field
                equals = equals < start ? indexOf(text, '=', start) : equals;
                int nameEnd = Math.min(equals, end);
                fields.add(Map.entry(decode(text, start, nameEnd), decode(text, Math.min(nameEnd + 1, end), end)));
            }
        }
        return fields;
    }

    private static int indexOf(String text, char character, int from) {
        int index = text.indexOf(character, from);
        return index < 0 ? text.length() : index;
    }

    private static String decode(String text, int start, int end) {
        String sent = text.substring(start, end);
        // most have nothing to decode
        return sent.indexOf('%') < 0 && sent.indexOf('+') < 0 ? sent : URLDecoder.decode(sent, StandardCharsets.UTF_8);
    }
}
