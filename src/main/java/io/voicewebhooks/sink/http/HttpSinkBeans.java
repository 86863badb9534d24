package io.voicewebhooks.sink.http;

import io.voicewebhooks.config.BeanRegistry;
import io.voicewebhooks.http.TimedHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** What {@code sink-http} needs. */
public final class HttpSinkBeans {
    private HttpSinkBeans() {}

    public static void bind(BeanRegistry beans) {
        beans.context().getLifecycleStrategies().add(new EndpointClients());
        beans.bind(
                "timedHttpClient",
                CloseableHttpClient.class,
                context -> TimedHttpClient.forEndpoints(TimedHttpClient.READ));
        beans.bind("standardWebhook", StandardWebhook.class, context -> new StandardWebhook());
    }
}
