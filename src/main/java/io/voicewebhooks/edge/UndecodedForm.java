package io.voicewebhooks.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * Collects the body of a request and leaves it as it came. Vert.x would decode a form field by field as it arrives, and
 * trims names on the way; the signature is over what was sent.
 */
final class UndecodedForm implements Handler<RoutingContext> {
    private final BodyHandler collector;

    /**
     * @param mostBytes a longer body is answered with 413
     */
    UndecodedForm(long mostBytes) {
        this.collector = BodyHandler.create(false).setBodyLimit(mostBytes);
    }

    @Override
    public void handle(RoutingContext context) {
        collector.handle(context);
        HttpServerRequest request = context.request();
        if (request.isExpectMultipart() && !request.isEnded()) {
            request.setExpectMultipart(false);
        }
    }
}
