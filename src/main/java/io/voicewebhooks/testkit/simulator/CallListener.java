package io.voicewebhooks.testkit.simulator;

import java.io.PrintStream;

/**
 * Is told of a call as it happens, by the thread that plays it: a listener that waits holds the call, for example before a
 * request while the application starts anew.
 */
@FunctionalInterface
public interface CallListener {
    /** Something happens. */
    void happens(CallEvent event);

    /** Prints the transcript, a line as it is written. */
    static CallListener printing(PrintStream out) {
        return event -> {
            if (event instanceof CallEvent.Noted line) {
                out.println(Transcript.line(line));
            }
        };
    }
}
