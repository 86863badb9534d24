package io.voicewebhooks.sink.twilio;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.event.EventStores;
import java.time.Duration;

/** What {@code recording-delete} needs. */
public final class TwilioBeans {
    /** After its end a call is not deleted at once. */
    private static final Duration CALL_WAIT = Duration.ofMinutes(1);

    private TwilioBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("deleteRecording", DeleteRecording.class, DeleteRecording::new);
        EventStores.of(beans.context()).add(new TwilioErasure(beans.context(), CALL_WAIT));
    }
}
