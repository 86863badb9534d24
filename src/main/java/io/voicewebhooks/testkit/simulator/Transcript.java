package io.voicewebhooks.testkit.simulator;

import java.time.Duration;

/** What happened, a line each, to be read like a telephone call. */
final class Transcript {
    /** Characters of one line. */
    private static final int LONGEST = 300;

    private final StringBuffer text = new StringBuffer();

    /** Writes what somebody does. */
    void add(CallEvent.Noted line) {
        text.append(line(line)).append('\n');
    }

    /** With the time of the call, for example {@code   0:20  caller        hears "Hello."}. */
    static String line(CallEvent.Noted line) {
        Duration time = Duration.ofMillis(line.at());
        String minutes = time.toMinutes() + ":" + String.format("%02d", time.toSecondsPart());
        return "%6s  %-12s  %s".formatted(minutes, clean(line.who()), shortened(clean(line.what())));
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
