package io.voicewebhooks.delivery;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.journal.Queues;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.support.RoutePolicySupport;

/** Tells each {@link SinkBreaker} how its deliveries end; routes need no step for it. */
final class SinkPolicy extends RoutePolicySupport {
    private SinkBreaker sink;
    private DeliveryOutcomes outcomes;

    @Override
    public void onInit(Route route) {
        if (route.getEndpoint() instanceof JmsEndpoint jms && Queues.isSink(jms.getDestinationName())) {
            sink = Sinks.of(route.getCamelContext()).of(route);
            outcomes = DeliveryOutcomes.of(route.getCamelContext());
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
            if (outcomes.hasListeners() && !exchange.isFailed()) {
                tell(exchange, outcome);
            }
        }
    }

    /** Unless it was no event, or was rolled back: then the same try comes again. */
    private void tell(Exchange exchange, FailedDelivery.Outcome outcome) {
        if (exchange.getVariable(Delivery.EVENT) instanceof VoiceEvent event) {
            boolean delivered = outcome.failure() == null;
            Map<String, Object> before = OriginalMessage.of(exchange).properties();
            Map<String, Object> now = delivered ? before : exchange.getMessage().getHeaders();
            int failed = now.get(FailedDelivery.ATTEMPTS) instanceof Integer attempts ? attempts : 0;
            long at = System.currentTimeMillis();
            Long delay = delivered ? null : exchange.getVariable("retryDelay", Long.class);
            boolean again = outcome.label().equals("retried");
            outcomes.tell(new DeliveryOutcome(
                    sink.name(),
                    event,
                    delivered ? "delivered" : again ? "retrying" : "dead",
                    delivered ? failed + 1 : failed,
                    now.get(FailedDelivery.ERRORS) instanceof String errors ? errors : "",
                    again ? at + delay : 0,
                    at));
        }
    }
}
