package io.voicewebhooks.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.LogLimit;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replies of the operations: JSON, {@code {"error": "…"}} where something was not done; a stream is CSV. */
final class JsonReply {
    private static final Logger LOG = LoggerFactory.getLogger(JsonReply.class);
    private static final LogLimit FAILURES = new LogLimit();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonReply() {}

    /** Says why something was refused. */
    static void refused(Exchange exchange) throws JsonProcessingException {
        RefusedException refused = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, RefusedException.class);
        reply(exchange, refused.status(), Map.of("error", refused.getMessage()));
    }

    /** Says that the journal failed; all that an operation needs is the journal. */
    static void failed(Exchange exchange) throws JsonProcessingException {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.debug("{} failed", exchange.getFromRouteId(), failure);
        // where no token is configured, whoever asks for a list causes it
        long suppressed = FAILURES.next();
        if (suppressed >= 0) {
            LOG.error("{} failed: {}; suppressed={}", exchange.getFromRouteId(), Cause.of(failure), suppressed);
        }
        reply(exchange, 503, Map.of("error", "the journal does not answer as it should: " + Cause.of(failure)));
    }

    /** What every refusal looks like. */
    static String error(String why) {
        return MAPPER.createObjectNode().put("error", why).toString();
    }

    static void reply(Exchange exchange, int status, Object body) throws JsonProcessingException {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        boolean csv = body instanceof InputStream;
        message.setHeader(Exchange.CONTENT_TYPE, csv ? "text/csv; charset=utf-8" : "application/json");
        message.setBody(csv ? body : MAPPER.writeValueAsBytes(body));
    }

    /** A text that is JSON as it is, any other text as a JSON string. */
    static String asJson(String text) {
        try {
            return text != null && MAPPER.readTree(text).isObject() ? text : MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            return MAPPER.getNodeFactory().textNode(text).toString();
        }
    }
}
