package io.voicewebhooks.numbers;

import io.voicewebhooks.observe.LogText;

/**
 * A field that is to change.
 *
 * @param field  as requests name it: {@code VoiceUrl}
 * @param before empty for none
 * @param after  the same
 */
public record Change(String field, String before, String after) {
    private static final int LONGEST = 300;

    /** For example {@code VoiceMethod: GET -> POST}. */
    @Override
    public String toString() {
        return field + ": " + shown(before) + " -> " + shown(after);
    }

    /** Fit to be shown: without the password that a URL may have. */
    static String shown(String value) {
        return value.isEmpty() ? "(none)" : LogText.of(value.replaceFirst("//[^/?#@]*@", "//…@"), LONGEST);
    }
}
