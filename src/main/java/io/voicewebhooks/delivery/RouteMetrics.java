package io.voicewebhooks.delivery;

import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.observe.FailureLog;
import io.voicewebhooks.observe.TraceContext;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.AnsweredRequests;
import io.voicewebhooks.signature.TwilioSignature;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.MDC;

/** Counts and times webhooks and deliveries; routes need no step for it. Clears what the log lines of an exchange carried. */
final class RouteMetrics extends RoutePolicySupport {
    private VoiceMetrics metrics;
    private String sink;
    private boolean webhook;
    private FailureLog failures;
    private AnsweredRequests answered;

    @Override
    public void onInit(Route route) {
        if (route.getEndpoint() instanceof JmsEndpoint jms) {
            String queue = jms.getDestinationName();
            if (Queues.isSink(queue)) {
                sink = Queues.sink(queue);
            }
            // the router keeps what is no event
            if (Queues.isSink(queue) || queue.equals(Queues.EVENTS)) {
                VoiceMetrics.of(route.getCamelContext()).mayHaveDeadLetters(Queues.sink(queue));
            }
        }
        webhook = route.getEndpoint() instanceof PlatformHttpEndpoint http
                && http.getPath().startsWith("/voice/");
        if (webhook) {
            VoiceMetrics.of(route.getCamelContext()).mayCome(route.getRouteId());
        }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        if (sink == null && !webhook) {
            return;
        }
        if (metrics == null) {
            failures = WebhookFailure.of(route.getCamelContext()).log(route.getRouteId());
            answered = AnsweredRequests.of(route.getCamelContext());
            metrics = VoiceMetrics.of(route.getCamelContext());
        }
        Duration time = Duration.ofMillis(exchange.getClock().elapsed());
        if (webhook && VoiceMetrics.answers(exchange)) {
            int status = status(exchange);
            String outcome = outcome(exchange, status);
            metrics.webhook(route.getRouteId(), outcome, time);
            if (outcome.equals("accepted")) {
                failures.worked();
            }
            MDC.remove(TwilioSignature.MDC_CALL_SID);
            answered.tell(route.getRouteId(), exchange, status);
        } else if (sink != null) {
            metrics.delivery(sink, FailedDelivery.outcome(exchange).label(), time);
        }
        MDC.remove(TwilioSignature.MDC_CALL_SID);
        MDC.remove(TraceContext.MDC_TRACE_ID);
    }

    private static int status(Exchange exchange) {
        return exchange.getMessage()
                .getHeader(Exchange.HTTP_RESPONSE_CODE, exchange.isFailed() ? 500 : 200, Integer.class);
    }

    /** By the status of the reply: accepted, refused (403), unavailable (429, 5xx), invalid (other 4xx), fallback. */
    private static String outcome(Exchange exchange, int status) {
        if (exchange.getProperty(VoiceMetrics.FALLBACK) != null) {
            return "fallback";
        }
        if (status == 429 || status >= 500) {
            return "unavailable";
        }
        return status < 400 ? "accepted" : status == 403 ? "refused" : "invalid";
    }
}
