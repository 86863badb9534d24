package io.voicewebhooks.signature;

import io.voicewebhooks.observe.LogText;
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

    /** Writes the line of an answered request. */
    public static void write(AnsweredRequest request) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        SignedParameters parameters = request.parameters();
        LOG.info(
                "route={} call={} status={} ms={}{}",
                request.route(),
                parameters == null ? "" : LogText.of(parameters.text("CallSid")),
                request.status(),
                request.millis(),
                request.template() == null ? "" : " template=" + LogText.of(request.template()));
    }
}
