package io.voicewebhooks.event;

import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.VoiceMetrics;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The first step of the Kamelet {@code twilio-voice-source}: lets in what Twilio signed with the token of the Kamelet, and
 * answers everything else as {@link TwilioSignature} does. The body becomes the event's JSON, the variable {@code event} the
 * {@link VoiceEvent}. Each use of the Kamelet has one.
 */
public final class WebhookSource implements Processor, CamelContextAware {
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
            message.setBody(e.getMessage().getBytes(StandardCharsets.UTF_8));
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, 400);
            message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
            exchange.setRouteStop(true);
        }
    }
}
