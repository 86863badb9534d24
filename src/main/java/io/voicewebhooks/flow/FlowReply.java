package io.voicewebhooks.flow;

import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.twiml.TemplateException;
import io.voicewebhooks.twiml.Twiml;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a call flow makes TwiML: the caller hears the fallback in the place of anything else that a route leaves as
 * its reply, nothing and an exception that nobody handles too. Three kinds of reply stay as they are: a status of 300 or
 * more, which the route has chosen for Twilio's sake; audio, which Twilio plays; and TwiML, which gets its Content-Type where
 * it has none.
 */
final class FlowReply extends RoutePolicySupport {
    private static final Logger LOG = LoggerFactory.getLogger(FlowReply.class);
    private static final int REDIRECTION = 300;
    private static final int LONGEST = 200;

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        // the late answer of a flow that the caller did not wait for is dropped
        if (!(route.getEndpoint() instanceof PlatformHttpEndpoint)
                || exchange.getProperty(VoiceMetrics.ANSWERED) != null) {
            return;
        }
        String fault = exchange.getException() == null
                ? fault(exchange)
                : LogText.of(exchange.getException().toString(), LONGEST);
        if (fault != null) {
            LOG.error("{} makes no TwiML, the caller hears the fallback: {}", route.getRouteId(), fault);
            exchange.setException(null);
            route.getCamelContext()
                    .getRegistry()
                    .lookupByNameAndType("twiml", Twiml.class)
                    .fallback(exchange);
        }
    }

    /** What keeps the reply from being TwiML; {@code null} where nothing does. */
    private static String fault(Exchange exchange) {
        Message reply = exchange.getMessage();
        int status = reply.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (status >= REDIRECTION) {
            if (reply.getBody() instanceof SignedParameters) {
                reply.setBody(null);
            }
            return null;
        }
        if (Twiml.isReply(exchange)) {
            return null;
        }
        String type = reply.getHeader(Exchange.CONTENT_TYPE, "", String.class);
        if (type.toLowerCase(Locale.ROOT).startsWith("audio/")) {
            return null;
        }
        Object body = reply.getBody();
        byte[] document = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (document == null) {
            return body == null
                    ? "the body is empty"
                    : "the body is a " + body.getClass().getSimpleName();
        }
        try {
            Twiml.check(document, type);
            reply.setBody(document);
            if (type.isEmpty()) {
                reply.setHeader(Exchange.CONTENT_TYPE, Twiml.CONTENT_TYPE);
            }
            reply.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            return null;
        } catch (TemplateException e) {
            return LogText.of(e.getMessage(), LONGEST);
        }
    }
}
