package io.voicewebhooks.sink.s3;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.EventStores;
import software.amazon.awssdk.services.s3.S3Client;

/** What {@code sink-s3} needs. */
public final class S3Beans {
    private S3Beans() {}

    public static void bind(BeanRegistry beans) {
        beans.bindClient("s3Client", S3Client.class, context -> S3Clients.client(Settings.of(context)));
        beans.bind("s3Archive", S3Archive.class, S3Archive::new);
        EventStores.of(beans.context()).add(new S3Erasure(beans.context()));
    }
}
