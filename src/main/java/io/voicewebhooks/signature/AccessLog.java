package io.voicewebhooks.signature;

import io.voicewebhooks.observe.LogText;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request that Twilio signed, on a logger of its own: {@code route=incoming-call call=CA… status=200 ms=12
 * template=voicemail}. No number is in it and no query.
 */
public final class AccessLog {
    /** Exchange property: the template that the caller heard. */
    public static final String TEMPLATE = "voiceTemplate";
    /** The name of the logger, for whoever wants the lines elsewhere or not at all. */
    public static final String LOGGER = "io.voicewebhooks.access";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private AccessLog() {}

    /** Writes the line of an answered request; none where Twilio has not signed it. */
    public static void write(String route, Exchange exchange, int status, long millis) {
        if (!LOG.isInfoEnabled() || exchange.getProperty(TwilioSignature.PUBLIC_URL) == null) {
            return;
        }
        SignedParameters parameters = exchange.getProperty(TwilioSignature.PARAMETERS, SignedParameters.class);
        String template = exchange.getProperty(TEMPLATE, String.class);
        LOG.info(
                "route={} call={} status={} ms={}{}",
                route,
                parameters == null ? "" : LogText.of(parameters.text("CallSid")),
                status,
                millis,
                template == null ? "" : " template=" + LogText.of(template));
    }
}
