package io.voicewebhooks.bench;

import java.util.Locale;

/**
 * What was measured while load was on.
 *
 * @param rate       answers a second
 * @param p50        milliseconds
 * @param p99        milliseconds
 * @param unexpected answers with another status, and requests without an answer
 */
record Window(double rate, double p50, double p99, long unexpected) {
    private static final String WORD = "window";

    /** As a line that {@link #parse} understands. */
    String line() {
        return String.format(Locale.ROOT, "%s %.3f %.3f %.3f %d", WORD, rate, p50, p99, unexpected);
    }

    static Window parse(String line) {
        String[] words = line.split(" ");
        if (words.length != 5 || !words[0].equals(WORD)) {
            throw new IllegalArgumentException("no window: " + line);
        }
        return new Window(
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Long.parseLong(words[4]));
    }
}
