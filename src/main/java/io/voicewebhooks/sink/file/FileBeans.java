package io.voicewebhooks.sink.file;

import io.voicewebhooks.config.BeanRegistry;

/** What {@code sink-file} needs. */
public final class FileBeans {
    private FileBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("localArchive", LocalArchive.class, LocalArchive::new);
    }
}
