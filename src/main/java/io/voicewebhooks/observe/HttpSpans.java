package io.voicewebhooks.observe;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.HttpSpanDecorator;
import org.apache.camel.telemetry.decorators.HttpsSpanDecorator;

/**
 * What Camel's tracer says of where something is sent by HTTP: scheme, host and port, since the rest is often a credential.
 * Java's service loader gives these to whoever has Camel's telemetry.
 */
final class HttpSpans {
    private HttpSpans() {}

    public static final class Http extends HttpSpanDecorator {
        @Override
        public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
            super.beforeTracingEvent(new HostOnly(span), exchange, endpoint);
        }

        @Override
        public void afterTracingEvent(Span span, Exchange exchange) {
            super.afterTracingEvent(new HostOnly(span), exchange);
        }
    }

    public static final class Https extends HttpsSpanDecorator {
        @Override
        public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
            super.beforeTracingEvent(new HostOnly(span), exchange, endpoint);
        }

        @Override
        public void afterTracingEvent(Span span, Exchange exchange) {
            super.afterTracingEvent(new HostOnly(span), exchange);
        }
    }

    private record HostOnly(Span span) implements Span {
        private static final Pattern REST = Pattern.compile("(?<=://)(?:[^/?#\\s]*@)?([^/?#\\s]*)\\S*");

        @Override
        public void setTag(String key, String value) {
            // parts of an address
            if (value != null && !key.equals(TagConstants.URL_PATH) && !key.equals(TagConstants.URL_QUERY)) {
                span.setTag(key, hostOnly(value));
            }
        }

        @Override
        public void log(Map<String, String> fields) {
            Map<String, String> clean = new HashMap<>(fields);
            clean.replaceAll((key, value) -> value == null ? null : hostOnly(value));
            span.log(clean);
        }

        @Override
        public void setComponent(String component) {
            span.setComponent(component);
        }

        @Override
        public void setError(boolean error) {
            span.setError(error);
        }

        private static String hostOnly(String text) {
            return REST.matcher(text).replaceAll("$1");
        }
    }
}
