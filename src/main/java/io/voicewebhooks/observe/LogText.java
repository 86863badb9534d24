package io.voicewebhooks.observe;

import java.util.regex.Pattern;

/** Text of a stranger, fit for a log line: it can neither begin a new one nor be endless. */
public final class LogText {
    private static final int LONGEST = 64;
    private static final Pattern UNFIT = Pattern.compile("[^\\x20-\\x7E…]");

    private LogText() {}

    /** The first 64 characters; every one that is not printable ASCII becomes {@code ?}. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** The first characters of a text, as above. */
    public static String of(String text, int longest) {
        String shortened = text.length() <= longest ? text : text.substring(0, longest) + "…";
        return UNFIT.matcher(shortened).replaceAll("?");
    }
}
