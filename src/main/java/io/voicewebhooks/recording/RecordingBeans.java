package io.voicewebhooks.recording;

import io.voicewebhooks.config.BeanRegistry;

/** The bean that fetches recordings. */
public final class RecordingBeans {
    private RecordingBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bindClient("fetchRecording", FetchRecording.class, FetchRecording::new);
    }
}
