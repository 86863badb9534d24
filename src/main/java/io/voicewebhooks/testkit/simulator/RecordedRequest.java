package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import java.time.Duration;

/**
 * A request that was made.
 *
 * @param time      how long the application took
 * @param succeeded whether the answer was one that Twilio can use, as far as HTTP goes
 */
public record RecordedRequest(Purpose purpose, Duration time, boolean succeeded) {}
