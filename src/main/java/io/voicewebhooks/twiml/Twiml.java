package io.voicewebhooks.twiml;

import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.LogText;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code twiml}: answers a caller with a template of {@code routes/twiml/}.
 *
 * <p>A template sees, by name: the route's variables ({@code setVariable}), Twilio's parameters ({@code {{From}}}; every
 * name that begins with a capital letter),
 * {@code {{publicUrl}}} for URLs of further steps, {@code {{statusCallback}}} for the {@code statusCallback} of nouns in
 * {@code <Dial>}, and {@code {{recordingCallback}}}, the URL for the
 * {@code recordingStatusCallback} of {@code <Record>}, {@code <Dial>} and {@code <Conference>}, which carries caller,
 * called number and mailbox as signed context.
 */
public final class Twiml {
    /**
     * How Twilio repeats a callback: five times, after a 5xx answer and after connect and read time-outs. By default it
     * repeats none after a 5xx (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
     */
    public static final String RETRY = "#rc=5&rp=5xx,ct,rt";

    private static final int LONGEST_CONTEXT = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Twiml.class);
    private static final byte[] LAST_RESORT =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Hangup/></Response>".getBytes(StandardCharsets.UTF_8);

    private final Templates templates;
    private final PublicUrl standardUrl;

    public Twiml(CamelContext context) {
        this.templates = new Templates(context);
        this.standardUrl = Settings.of(context).publicUrls().get(0);
    }

    /**
     * Replaces the message by the reply: status 200 and the rendered template, without any other header.
     *
     * @param template name in {@code routes/twiml/} without its extension, for example {@code voicemail}
     * @throws TemplateException if it cannot be rendered
     */
    public void reply(String template, Exchange exchange) {
        String document = templates.render("twiml/" + template + ".xml", model(exchange));
        reply(exchange, document.getBytes(StandardCharsets.UTF_8));
    }

    /** The fallback document; it cannot fail: where even its template is broken, the call is hung up. */
    public void fallback(Exchange exchange) {
        exchange.setProperty(VoiceMetrics.FALLBACK, true);
        if (exchange.getMessage().getBody() instanceof SignedParameters parameters
                && parameters.containsKey("ErrorCode")) {
            LOG.warn("Twilio asked for the fallback, ErrorCode {}", LogText.of(parameters.text("ErrorCode")));
        }
        try {
            reply("fallback", exchange);
        } catch (RuntimeException e) {
            LOG.error("the fallback document failed too, the call is hung up: {}", e.getMessage());
            reply(exchange, LAST_RESORT);
        }
    }

    private static void reply(Exchange exchange, byte[] document) {
        Message reply = exchange.getMessage();
        reply.removeHeaders("*");
        reply.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        reply.setHeader(Exchange.CONTENT_TYPE, "text/xml; charset=utf-8");
        reply.setBody(document);
    }

    private Map<String, Object> model(Exchange exchange) {
        PublicUrl url = exchange.getProperty(TwilioSignature.PUBLIC_URL, standardUrl, PublicUrl.class);
        Map<String, Object> model = new LinkedHashMap<>();
        SignedParameters parameters = parameters(exchange);
        if (parameters != null) {
            parameters.forEach((name, value) -> {
                if (isVisible(name)) {
                    model.put(name, value);
                }
            });
            model.put("recordingCallback", recordingCallback(url, parameters, exchange));
        }
        model.putAll(exchange.getVariables());
        model.put("publicUrl", url.toString());
        model.put("statusCallback", url + "/voice/status" + RETRY);
        return model;
    }

    /**
     * Whether a template sees a parameter. Callers may choose names too (a Voice SDK client does), and a variable that a
     * route forgot to set must not be theirs; {@code context.} stands in our own URLs only.
     */
    private static boolean isVisible(String name) {
        return name.startsWith(SignedParameters.CONTEXT_PREFIX) || name.matches("\\p{Lu}[^.]*");
    }

    private static SignedParameters parameters(Exchange exchange) {
        return exchange.getProperty(TwilioSignature.PARAMETERS, SignedParameters.class);
    }

    private static String recordingCallback(PublicUrl url, SignedParameters parameters, Exchange exchange) {
        return url + "/voice/recording?context.from=" + encode(beginning(parameters.text("From")))
                + "&context.to=" + encode(beginning(parameters.text("To")))
                + "&context.mailbox=" + encode(exchange.getVariable("mailbox", "", String.class))
                + RETRY;
    }

    /** So much that the URL still fits into a request line, even where each character takes nine. */
    private static String beginning(String text) {
        return text.length() <= LONGEST_CONTEXT ? text : text.substring(0, LONGEST_CONTEXT);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
