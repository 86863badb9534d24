package io.voicewebhooks.observe;

import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.slf4j.MDC;

/**
 * The trace that an exchange is part of, where somebody has Camel trace: Camel's tracer leaves it in the header
 * {@code traceparent} (<a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>). Nothing here needs
 * OpenTelemetry.
 */
public final class TraceContext {
    /** Header, property of a message in the journal, and CloudEvents extension. */
    public static final String TRACEPARENT = "traceparent";
    /** The key of the trace id in log lines (MDC). */
    public static final String MDC_TRACE_ID = "trace_id";

    private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int ID_BEGINS = 3;
    private static final int ID_ENDS = 35;

    private TraceContext() {}

    /** As it stands in the header, or {@code null}: a header of another form is somebody else's. */
    public static String of(Exchange exchange) {
        Object header = exchange.getMessage().getHeader(TRACEPARENT);
        return header instanceof String text && FORM.matcher(text).matches() ? text : null;
    }

    /** Has the log lines that follow name the trace, if there is one; before the headers go. */
    public static void log(Exchange exchange) {
        String context = of(exchange);
        if (context != null) {
            MDC.put(MDC_TRACE_ID, context.substring(ID_BEGINS, ID_ENDS));
        }
    }
}
