package io.voicewebhooks.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of something that a request asks for.
 *
 * @param first counted from 0
 * @param last  included; before {@code first} where nothing of what is asked for is there
 */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** One range as in the header {@code Range}; everything where there is none, or several, which nobody has to give. */
    static ByteRange of(String header, long length) {
        Matcher range = ONE.matcher(header == null ? "" : header.replace(" ", ""));
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return new ByteRange(0, length - 1);
        }
        if (range.group(1).isEmpty()) {
            long last = Long.parseLong(range.group(2));
            return new ByteRange(last == 0 ? length : Math.max(0, length - last), length - 1);
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? length - 1 : Long.parseLong(range.group(2));
        boolean wrong = !range.group(2).isEmpty() && last < first;
        return wrong ? new ByteRange(0, length - 1) : new ByteRange(first, Math.min(last, length - 1));
    }

    long length() {
        return last - first + 1;
    }

    /** As in the header {@code Content-Range}. */
    @Override
    public String toString() {
        return "bytes " + first + "-" + last;
    }
}
