package io.voicewebhooks.testkit.simulator;

import java.io.PrintStream;
import java.time.Duration;

/** What happened, a line each, to be read like a telephone call. */
final class Transcript {
    /** Characters of one line. */
    private static final int LONGEST = 300;

    private final StringBuilder text = new StringBuilder();
    private final PrintStream out;

    /**
     * @param out where each line is printed at once, null for nowhere
     */
    Transcript(PrintStream out) {
        this.out = out;
    }

    /** Writes what somebody does at a time of the call. */
    void add(Duration time, String who, String what) {
        String minutes = time.toMinutes() + ":" + String.format("%02d", time.toSecondsPart());
        String line = "%6s  %-12s  %s".formatted(minutes, clean(who), shortened(clean(what)));
        text.append(line).append('\n');
        if (out != null) {
            out.println(line);
        }
    }

    private static String shortened(String line) {
        int length = line.codePointCount(0, line.length());
        return length <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "... (%,d characters)".formatted(length);
    }

    /** Without characters that a terminal would obey. */
    static String clean(String line) {
        return line.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
