package io.voicewebhooks.delivery;

import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.observe.FailureLog;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code webhookFailure}: what went wrong with a webhook, for the log line and the reply of a route. */
public final class WebhookFailure {
    private static final int LONGEST = 500;
    /** A shorter value would be found in ordinary words. */
    private static final int SHORTEST = 5;
    /** Parameters whose values are Twilio's own words, or numbers of things. */
    private static final Pattern HARMLESS = Pattern.compile(".*(Sid|Status|Source|Direction|Version|Timestamp)");

    private static final Logger LOG = LoggerFactory.getLogger(WebhookFailure.class);

    private final CamelContext context;
    private final Map<String, FailureLog> logs = new ConcurrentHashMap<>();

    WebhookFailure(CamelContext context) {
        this.context = context;
    }

    /** The one of a context. */
    public static WebhookFailure of(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("webhookFailure", WebhookFailure.class);
    }

    /**
     * The cause of the exception that the route handles, in one line: without the secrets of the configuration, and without
     * the values that the request had.
     */
    public String cause(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        if (failure == null) {
            return "";
        }
        String text = Settings.of(context).withoutSecrets(Cause.of(failure));
        SignedParameters parameters = exchange.getProperty(TwilioSignature.PARAMETERS, SignedParameters.class);
        return LogText.of(parameters == null ? text : withoutValues(text, parameters), LONGEST);
    }

    /**
     * Says in the log that what came to the route cannot be stored: once when that begins, once a minute while it lasts, and
     * once when it is over. An outage would be a line for each callback otherwise.
     */
    public void notStored(Exchange exchange) {
        log(exchange.getFromRouteId()).failed(cause(exchange));
    }

    /** Of the route, for whoever learns that what comes to it is stored. */
    public FailureLog log(String route) {
        return logs.computeIfAbsent(
                route, id -> new FailureLog(LOG, id + " cannot be stored", id + " is stored again"));
    }

    private static String withoutValues(String text, SignedParameters parameters) {
        List<String> values = parameters.entrySet().stream()
                .filter(parameter -> !HARMLESS.matcher(parameter.getKey()).matches())
                .flatMap(parameter -> parameter.getValue() instanceof List<?> list
                        ? list.stream().map(String::valueOf)
                        : Stream.of(parameter.getValue().toString()))
                // a number is one without its "+", too
                .map(value -> value.startsWith("+") ? value.substring(1) : value)
                .filter(value -> value.length() >= SHORTEST)
                .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .toList();
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, "***");
        }
        return hidden;
    }
}
