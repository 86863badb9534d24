package io.voicewebhooks.delivery;

import io.voicewebhooks.event.VoiceEvent;

/**
 * How a try to deliver an event ended, or that an operator has dropped it.
 *
 * @param sink     for example {@code s3}
 * @param state    {@code delivered}, {@code retrying}, {@code dead} or {@code dropped}
 * @param tries    so far, this one included; begins again with 1 where an operator redrives a dead letter
 * @param failures the latest failed tries, a line each: RFC 3339 time, space, reason; empty if there was none
 * @param nextTry  in milliseconds since 1970, 0 for none
 * @param at       when it ended, in milliseconds since 1970
 */
public record DeliveryOutcome(
        String sink, VoiceEvent event, String state, int tries, String failures, long nextTry, long at) {}
