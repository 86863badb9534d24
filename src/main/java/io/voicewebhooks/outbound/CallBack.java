package io.voicewebhooks.outbound;

import io.voicewebhooks.event.RecoveredEvent;
import io.voicewebhooks.event.VoiceEvent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Who is called back: somebody with a number who has called us a short while ago. */
final class CallBack {
    private static final Duration FRESH = Duration.ofHours(1);
    private static final String CONTEXT = "context";

    private CallBack() {}

    /** Whether a call is called back of which this event tells. */
    static boolean isDue(VoiceEvent event, Instant now) {
        boolean isInTime = !event.data().containsKey(RecoveredEvent.FROM)
                && !event.data().containsKey(RecoveredEvent.AS)
                && isFresh(event.time(), now);
        // of a call that we have placed it names the one who was called
        boolean isOfCaller = event.nested(CONTEXT, "direction").isEmpty();
        return isInTime
                && isOfCaller
                && CallRequest.isNumber(event.nested(CONTEXT, "from"))
                && CallRequest.isNumber(event.nested(CONTEXT, "to"));
    }

    private static boolean isFresh(String time, Instant now) {
        try {
            return Instant.parse(time).isAfter(now.minus(FRESH));
        } catch (DateTimeException e) {
            return false;
        }
    }
}
