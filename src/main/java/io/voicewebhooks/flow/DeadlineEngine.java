package io.voicewebhooks.flow;

import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** The HTTP engine of the webhooks: callers wait for their flow no longer than {@code voice.incoming.deadline}. */
public final class DeadlineEngine extends VertxPlatformHttpEngine {

    public DeadlineEngine(CamelContext context) {
        setCamelContext(context);
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new DeadlineConsumer(
                endpoint, processor, getHandlers(), VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()));
    }
}
