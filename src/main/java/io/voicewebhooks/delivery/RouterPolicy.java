package io.voicewebhooks.delivery;

import io.voicewebhooks.journal.Queues;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.support.RoutePolicySupport;

/** Notices when a rule of the router throws. The event is rolled back and comes again; the router never gives one up. */
final class RouterPolicy extends RoutePolicySupport {
    private boolean router;

    @Override
    public void onInit(Route route) {
        router = route.getEndpoint() instanceof JmsEndpoint jms && Queues.EVENTS.equals(jms.getDestinationName());
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        if (router && exchange.isFailed()) {
            RouterHealthCheck.of(route.getCamelContext())
                    .failed(exchange.getMessage().getHeader("eventId", "", String.class), exchange.getException());
        }
    }
}
