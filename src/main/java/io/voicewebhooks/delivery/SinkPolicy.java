package io.voicewebhooks.delivery;

import io.voicewebhooks.journal.Queues;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.support.RoutePolicySupport;

/** Tells each {@link SinkBreaker} how its deliveries end; routes need no step for it. */
final class SinkPolicy extends RoutePolicySupport {
    private SinkBreaker sink;

    @Override
    public void onInit(Route route) {
        if (route.getEndpoint() instanceof JmsEndpoint jms && Queues.isSink(jms.getDestinationName())) {
            sink = Sinks.of(route.getCamelContext()).of(route);
        }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        if (sink != null) {
            FailedDelivery.Outcome outcome = FailedDelivery.outcome(exchange);
            if (outcome.failure() == null) {
                sink.delivered();
            } else {
                if (outcome.label().equals("retried")) {
                    sink.triesAgain(Duration.ofMillis(exchange.getVariable("retryDelay", Long.class)));
                }
                sink.failed(outcome.failure(), outcome.error(), outcome.asked());
            }
        }
    }
}
