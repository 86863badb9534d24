package io.voicewebhooks.testkit.request;

import java.time.Duration;

/**
 * How long one try may take.
 *
 * @param connect until it is connected
 * @param read    until the reply is there
 * @param left    what is left of the time for all tries
 */
record RequestLimits(Duration connect, Duration read, Duration left) {
    Duration whole() {
        return read.compareTo(left) < 0 ? read : left;
    }

    /** The failure of a try that took longer. */
    RequestFailure exceeded() {
        return read.compareTo(left) < 0
                ? new RequestFailure(11200, "no reply within " + read.toMillis() + " ms")
                : new RequestFailure(11203, "no reply within the time that Twilio has for all tries");
    }
}
