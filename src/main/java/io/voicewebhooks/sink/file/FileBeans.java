package io.voicewebhooks.sink.file;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.event.EventStores;

/** What {@code sink-file} needs. */
public final class FileBeans {
    private FileBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind("localArchive", LocalArchive.class, LocalArchive::new);
        EventStores.of(beans.context()).add(new FileErasure(beans.context()));
    }
}
