package io.voicewebhooks.edge;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.edge.internal.NonBlockingRun;
import io.voicewebhooks.flow.CallFlows;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.observe.WarmUpMark;
import io.voicewebhooks.signature.AnsweredRequests;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import io.voicewebhooks.twiml.Twiml;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes the requests of one route. A route that never waits runs on the event loop. Any other runs on a worker thread until
 * it is done, however long that takes; where it is a call flow ({@code routeConfigurationId: incoming}), the event loop gives
 * the caller the fallback document meanwhile, and Camel drops the late answer.
 */
final class WebhookConsumer extends VertxPlatformHttpConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookConsumer.class);
    /** A request that waits for a worker thread is not known to be Twilio's yet. */
    private static final long UNVERIFIED_MILLIS = 250;

    private final WarmUpMark warmUp;
    private volatile Kind route;

    WebhookConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            String routerName) {
        super(endpoint, processor, handlers, routerName);
        this.warmUp = WarmUpMark.of(endpoint.getCamelContext());
    }

    @Override
    protected void handleRequest(RoutingContext request) {
        if (route().onEventLoop()) {
            NonBlockingRun.during(() -> super.handleRequest(request));
        } else {
            super.handleRequest(request);
        }
    }

    @Override
    public Processor getProcessor() {
        NonBlockingRun run = NonBlockingRun.current();
        return run == null
                ? exchange -> {
                    super.getProcessor().process(exchange);
                    replyInOnePiece(exchange);
                }
                : exchange -> run.begin(getAsyncProcessor(), exchange, WebhookConsumer::replyInOnePiece);
    }

    /** Camel would make a stream of bytes, and have a worker read it. */
    private static void replyInOnePiece(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof byte[] bytes) {
            exchange.getMessage().setBody(ByteBuffer.wrap(bytes));
        }
    }

    @Override
    protected Future<Void> processHttpRequest(Exchange exchange, RoutingContext request) {
        if (route().isFlow()) {
            Duration deadline = Settings.of(context()).duration(Key.INCOMING_DEADLINE);
            watch(exchange, request, deadline.toMillis());
        }
        return super.processHttpRequest(exchange, request);
    }

    /** No headers: {@code twilioSignature}, the first step, reads the request itself and would remove them all. */
    @Override
    protected Future<Void> populateCamelMessage(RoutingContext request, Exchange exchange, Message message) {
        exchange.setProperty(TwilioSignature.FORM, request.body().buffer());
        if (warmUp.isExpected()) {
            warmUp.see(request.request().getHeader(WarmUpMark.HEADER), exchange);
        }
        return Future.succeededFuture();
    }

    private CamelContext context() {
        return getEndpoint().getCamelContext();
    }

    /** What is known of the route once it has been built. */
    private record Kind(String id, boolean isFlow, boolean onEventLoop) {}

    private Kind route() {
        if (route == null) {
            Model model = context().getCamelContextExtension().getContextPlugin(Model.class);
            RouteDefinition definition = context().getRoutes().stream()
                    .filter(each -> each.getEndpoint() == getEndpoint())
                    .map(each -> model.getRouteDefinition(each.getRouteId()))
                    .findFirst()
                    .orElseThrow();
            boolean flow = CallFlows.isFlow(definition);
            boolean waits =
                    flow || new NonBlockingRoutes(context()).mayWait(definition).isPresent();
            route = new Kind(definition.getRouteId(), flow, !waits);
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
        if (!VoiceMetrics.answers(exchange)) {
            // the route has ended, its answer is on its way
            return;
        }
        exchange.setProperty(VoiceMetrics.FALLBACK, true);
        Duration waited = Duration.ofMillis(exchange.getClock().elapsed());
        VoiceMetrics.of(context()).webhook(route().id(), "fallback", waited);
        MDC.put(TwilioSignature.MDC_CALL_SID, LogText.of(parameters.text("CallSid")));
        String deadline = Key.INCOMING_DEADLINE + " = " + Settings.of(context()).get(Key.INCOMING_DEADLINE);
        LOG.error("{} has not answered within {}, the caller hears the fallback", route().id(), deadline);
        MDC.remove(TwilioSignature.MDC_CALL_SID);
        Twiml twiml = context().getRegistry().lookupByNameAndType("twiml", Twiml.class);
        PublicUrl url = exchange.getProperty(TwilioSignature.PUBLIC_URL, PublicUrl.class);
        response.putHeader("Content-Type", Twiml.CONTENT_TYPE);
        response.putHeader(Twiml.MARK, Twiml.FALLBACK);
        byte[] reply = twiml.fallback(url, parameters);
        response.end(Buffer.buffer(reply));
        AnsweredRequests.of(context()).tell(route().id(), exchange, response.getStatusCode(), reply, Twiml.FALLBACK);
    }
}
