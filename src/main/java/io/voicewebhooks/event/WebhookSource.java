package io.voicewebhooks.event;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.TraceContext;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.MDC;

/**
 * Both ends of the Kamelet {@code twilio-voice-source}. The first step lets in what Twilio signed with the token of the
 * Kamelet, and answers everything else as {@link TwilioSignature} does; the body becomes the event's JSON, the variable
 * {@code event} the {@link VoiceEvent}. The last one answers Twilio. Each use of the Kamelet has one.
 */
public final class WebhookSource implements Processor, AggregationStrategy, CamelContextAware {
    private static final byte[] NOTHING = {};
    /** Ends a call. */
    private static final byte[] TWIML =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>".getBytes(StandardCharsets.UTF_8);

    private final Map<Key, String> properties = new EnumMap<>(Key.class);
    private CamelContext context;
    private TwilioSignature signature;
    private VoiceEvents events;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** As {@code twilio.account-sid}. */
    public void setAccountSid(String accountSid) {
        properties.put(Key.ACCOUNT, accountSid);
    }

    /** As {@code twilio.auth-token}. */
    public void setAuthToken(String authToken) {
        properties.put(Key.AUTH_TOKEN, authToken);
    }

    /** As {@code voice.public-url}. */
    public void setPublicUrl(String publicUrl) {
        properties.put(Key.PUBLIC_URL, publicUrl);
    }

    /** Checks the properties once all are set; the Kamelet's {@code initMethod}. */
    public void open() {
        Settings settings =
                Settings.of(properties, Key.CARRIER, Key.ACCOUNT, Key.AUTH_TOKEN, Key.API_URL, Key.PUBLIC_URL);
        signature = new TwilioSignature(settings, VoiceMetrics.of(context));
        events = new VoiceEvents(settings);
    }

    @Override
    public void process(Exchange exchange) {
        signature.process(exchange);
        // the thread is the user's, and so are its log lines
        MDC.remove(TwilioSignature.MDC_CALL_SID);
        MDC.remove(TraceContext.MDC_TRACE_ID);
        if (exchange.isRouteStop()) {
            return;
        }
        Message message = exchange.getMessage();
        try {
            VoiceEvent event = events.callback(
                    exchange.getProperty(TwilioSignature.PARAMETERS, SignedParameters.class),
                    exchange.getProperty(TwilioSignature.JSON, String.class),
                    exchange.getProperty(TwilioSignature.TOKEN, String.class),
                    exchange);
            exchange.setVariable("event", event);
            // that of the request, which components would take for that of the event
            exchange.removeProperty(Exchange.CHARSET_NAME);
            message.setBody(VoiceEventJson.write(event));
            message.setHeader(Exchange.CONTENT_TYPE, "application/cloudevents+json");
        } catch (BadWebhookException e) {
            reply(exchange, 400, "text/plain; charset=utf-8", e.getMessage().getBytes(StandardCharsets.UTF_8));
            exchange.setRouteStop(true);
        }
    }

    /** Answers the webhook; nothing of what the user's routes have made of their copy of it goes to Twilio. */
    @Override
    public Exchange aggregate(Exchange none, Exchange copy, Exchange webhook) {
        if (copy.isFailed() || copy.isRollbackOnly() || copy.isRollbackOnlyLast()) {
            return reply(webhook, 503, null, NOTHING);
        }
        return "TwiML".equals(webhook.getVariable("reply"))
                ? reply(webhook, 200, "text/xml; charset=utf-8", TWIML)
                : reply(webhook, 204, null, NOTHING);
    }

    @Override
    public Exchange aggregate(Exchange none, Exchange copy) {
        throw new UnsupportedOperationException("Camel gives the webhook, too");
    }

    private static Exchange reply(Exchange webhook, int status, String type, byte[] body) {
        Message message = webhook.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        if (type != null) {
            message.setHeader(Exchange.CONTENT_TYPE, type);
        }
        message.setBody(body);
        return webhook;
    }
}
