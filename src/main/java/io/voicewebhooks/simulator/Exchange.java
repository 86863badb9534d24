package io.voicewebhooks.simulator;

import io.voicewebhooks.simulator.request.Purpose;
import java.time.Duration;

/**
 * A request that was made.
 *
 * @param time      how long the application took
 * @param succeeded whether the answer was one that Twilio can use, as far as HTTP goes
 */
public record Exchange(Purpose purpose, Duration time, boolean succeeded) {}
