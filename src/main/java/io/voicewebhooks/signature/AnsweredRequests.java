package io.voicewebhooks.signature;

import io.voicewebhooks.config.OnePerContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Tells whoever listens of each signed request once it is answered. A listener neither waits for anything nor throws. */
public final class AnsweredRequests {
    /** Exchange property: the id of the event that was made of the request. */
    public static final String EVENT_ID = "voiceEventId";

    private final List<Consumer<AnsweredRequest>> listeners = new CopyOnWriteArrayList<>(List.of(AccessLog::write));

    private AnsweredRequests() {}

    public static AnsweredRequests of(CamelContext context) {
        return OnePerContext.of(context, AnsweredRequests.class, () -> new AnsweredRequests());
    }

    public void add(Consumer<AnsweredRequest> listener) {
        listeners.add(listener);
    }

    /** Tells of a request that its route has answered; nothing where Twilio has not signed it. */
    public void tell(String route, Exchange exchange, int status) {
        tell(
                route,
                exchange,
                status,
                text(exchange.getMessage()),
                exchange.getProperty(AccessLog.TEMPLATE, String.class));
    }

    /** The same of one that was answered while its route was still at it. */
    public void tell(String route, Exchange exchange, int status, byte[] reply, String template) {
        if (exchange.getProperty(TwilioSignature.PUBLIC_URL) == null) {
            return;
        }
        AnsweredRequest request = new AnsweredRequest(
                route,
                exchange.getProperty(TwilioSignature.PARAMETERS, SignedParameters.class),
                status,
                reply,
                template,
                exchange.getProperty(EVENT_ID, String.class),
                exchange.getClock().getCreated(),
                exchange.getClock().elapsed());
        listeners.forEach(listener -> listener.accept(request));
    }

    private static byte[] text(Message reply) {
        return reply.getBody() instanceof byte[] bytes
                        && bytes.length > 0
                        && !reply.getHeader(Exchange.CONTENT_TYPE, "", String.class)
                                .toLowerCase(Locale.ROOT)
                                .startsWith("audio/")
                ? bytes
                : null;
    }
}
