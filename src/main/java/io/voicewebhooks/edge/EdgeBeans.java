package io.voicewebhooks.edge;

import static org.apache.camel.component.platform.http.PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME;

import io.voicewebhooks.config.BeanRegistry;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/** The HTTP engine in the place of Camel's: callers do not wait for a slow flow. */
public final class EdgeBeans {
    private EdgeBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.bind(PLATFORM_HTTP_ENGINE_NAME, PlatformHttpEngine.class, WebhookEngine::new);
    }
}
