package io.voicewebhooks.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The HTTP engine of the webhooks. Routes below {@code /voice/} get their form as it was sent, do not block callers longer
 * than {@code voice.incoming.deadline}, and run on the event loop where they can; all others are Camel's.
 */
final class WebhookEngine extends VertxPlatformHttpEngine {
    private static final String WEBHOOKS = "/voice/";

    WebhookEngine(CamelContext context) {
        setCamelContext(context);
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        if (!endpoint.getPath().startsWith(WEBHOOKS)) {
            return super.createConsumer(endpoint, processor);
        }
        endpoint.setUseBodyHandler(false);
        // a longer body is answered with 413
        BodyHandler body = BodyHandler.create(false)
                .setBodyLimit(Settings.of(getCamelContext()).bytes(Key.MAX_BODY_SIZE));
        Handler<RoutingContext> asItCame = context -> collect(body, context);
        List<Handler<RoutingContext>> handlers =
                Stream.concat(Stream.of(asItCame), getHandlers().stream()).toList();
        return new WebhookConsumer(
                endpoint, processor, handlers, VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()));
    }

    /**
     * Leaves the body as it came. Vert.x would decode a form field by field as it arrives, and trims names on the way; the
     * signature is over what was sent.
     */
    private static void collect(BodyHandler body, RoutingContext context) {
        body.handle(context);
        HttpServerRequest request = context.request();
        if (request.isExpectMultipart() && !request.isEnded()) {
            request.setExpectMultipart(false);
        }
    }
}
