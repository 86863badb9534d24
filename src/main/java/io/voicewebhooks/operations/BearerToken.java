package io.voicewebhooks.operations;

import io.vertx.core.http.HttpServerRequest;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.LogText;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * The first step of every operation: replaces the message by an {@link OperatorRequest}. Where a token is configured every
 * operation needs it, and {@link TokenCheck} has asked for it; where none is, only lists are open.
 */
final class BearerToken implements Processor {
    /** Header in which an operator may say who asks. */
    static final String OPERATOR = "X-Operator";

    private final boolean open;
    private final Set<String> parameters;

    /**
     * @param open       whether this may be had where no token is configured
     * @param parameters what the query may name
     */
    BearerToken(boolean open, Set<String> parameters) {
        this.open = open;
        this.parameters = parameters;
    }

    @Override
    public void process(Exchange exchange) {
        HttpServerRequest http = exchange.getMessage(HttpMessage.class).getRequest();
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        String address = http.remoteAddress().hostAddress();
        if (!open
                && Settings.of(exchange.getContext()).find(Key.MANAGEMENT_TOKEN).isEmpty()) {
            throw new RefusedException(
                    403,
                    "set " + Key.MANAGEMENT_TOKEN + " and restart: without it the management port gives lists and"
                            + " changes nothing");
        }
        refuseBody(http);
        String name = http.getHeader(OPERATOR);
        String operator = name == null || name.isBlank() ? address : LogText.of(name.strip()) + " at " + address;
        exchange.getMessage().setBody(OperatorRequest.of(http.uri(), parameters, operator));
    }

    /** A filter in a body would go unread, and the action would hit more than was meant. */
    private static void refuseBody(HttpServerRequest http) {
        String length = http.getHeader("Content-Length");
        if (length != null && !"0".equals(length) || http.getHeader("Transfer-Encoding") != null) {
            throw new RefusedException(400, "parameters go into the query; a request has no body");
        }
    }
}
