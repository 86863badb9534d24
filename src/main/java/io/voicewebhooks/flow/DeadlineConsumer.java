package io.voicewebhooks.flow;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.LogText;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import io.voicewebhooks.twiml.Twiml;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes the requests of one route. A route runs on a worker thread until it is done, however long that takes; where it is
 * a call flow ({@code routeConfigurationId: incoming}), the event loop gives the caller the fallback document meanwhile,
 * and Camel drops the late answer.
 */
final class DeadlineConsumer extends VertxPlatformHttpConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineConsumer.class);
    private static final String FLOW = "incoming";
    /** A request that waits for a worker thread is not known to be Twilio's yet. */
    private static final long UNVERIFIED_MILLIS = 250;

    private volatile RouteDefinition route;

    DeadlineConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            String routerName) {
        super(endpoint, processor, handlers, routerName);
    }

    @Override
    protected Future<Void> processHttpRequest(Exchange exchange, RoutingContext request) {
        if (isFlow()) {
            Duration deadline = Settings.of(context()).duration(Key.INCOMING_DEADLINE);
            watch(exchange, request, deadline.toMillis());
        }
        return super.processHttpRequest(exchange, request);
    }

    private CamelContext context() {
        return getEndpoint().getCamelContext();
    }

    private boolean isFlow() {
        String policies = route().getRouteConfigurationId();
        return policies != null
                && Arrays.stream(policies.split(","))
                        .anyMatch(policy -> PatternHelper.matchPattern(FLOW, policy.strip()));
    }

    private RouteDefinition route() {
        if (route == null) {
            Model model = context().getCamelContextExtension().getContextPlugin(Model.class);
            route = context().getRoutes().stream()
                    .filter(each -> each.getEndpoint() == getEndpoint())
                    .map(each -> model.getRouteDefinition(each.getRouteId()))
                    .findFirst()
                    .orElseThrow();
        }
        return route;
    }

    private void watch(Exchange exchange, RoutingContext request, long millis) {
        long timer = request.vertx().setTimer(millis, id -> late(exchange, request));
        request.addEndHandler(ended -> request.vertx().cancelTimer(timer));
    }

    private void late(Exchange exchange, RoutingContext request) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.ended() || response.closed()) {
            return;
        }
        SignedParameters parameters = exchange.getProperty(TwilioSignature.PARAMETERS, SignedParameters.class);
        if (parameters == null) {
            watch(exchange, request, UNVERIFIED_MILLIS);
            return;
        }
        exchange.setProperty(VoiceMetrics.ANSWERED, true);
        Duration waited = Duration.ofMillis(exchange.getClock().elapsed());
        VoiceMetrics.of(context()).webhook(route().getRouteId(), "fallback", waited);
        MDC.put(TwilioSignature.MDC_CALL_SID, LogText.of(parameters.text("CallSid")));
        LOG.error(
                "{} has not answered within {} = {}, the caller hears the fallback",
                route().getRouteId(),
                Key.INCOMING_DEADLINE,
                Settings.of(context()).get(Key.INCOMING_DEADLINE));
        MDC.remove(TwilioSignature.MDC_CALL_SID);
        Twiml twiml = context().getRegistry().lookupByNameAndType("twiml", Twiml.class);
        PublicUrl url = exchange.getProperty(TwilioSignature.PUBLIC_URL, PublicUrl.class);
        response.putHeader("Content-Type", Twiml.CONTENT_TYPE);
        response.end(Buffer.buffer(twiml.fallback(url, parameters)));
    }
}
