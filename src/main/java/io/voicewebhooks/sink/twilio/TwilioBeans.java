package io.voicewebhooks.sink.twilio;

import io.voicewebhooks.config.BeanRegistry;

/** What {@code recording-delete} needs. */
public final class TwilioBeans {
    private TwilioBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bindClient("deleteRecording", DeleteRecording.class, DeleteRecording::new);
    }
}
