package io.voicewebhooks.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.Delivery;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.flow.CallFlows;
import io.voicewebhooks.rest.TwilioApi;
import io.voicewebhooks.rest.TwilioApiException;
import io.voicewebhooks.rest.TwilioApis;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code placeCall}: places a call that was asked for
 * (<a href="https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource">Create a Call</a>). Twilio cannot be
 * told that a request is a repetition, so a call that may have been placed is looked for before another try.
 */
public final class CallPlacement {
    /** From which calls are asked for. */
    public static final String QUEUE = "voice.calls.place";
    /** JMS property of a request that was tried: who is called. */
    public static final String TO = "called";
    /** JMS property of a request that was tried: which number calls. */
    public static final String FROM = "caller";

    /** JMS property of a request whose call may have been placed: the first and the last time when, RFC 3339. */
    public static final String MAY_BE_PLACED = "mayBePlaced";

    /** Begins the error of a try that certainly placed nothing. */
    static final String NOT_PLACED = "not placed: ";
    /** So long a call that was placed may be missing in Twilio's lists. */
    private static final Duration LAG = Duration.ofMinutes(2);

    private static final Set<Integer> NOT_THE_REQUEST = Set.of(401, 403, 429);
    private static final Logger LOG = LoggerFactory.getLogger(CallPlacement.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CamelContext context;
    private final Settings settings;
    private final VoiceEvents events;
    private final CallBudget budget;

    CallPlacement(CamelContext context) {
        this.context = context;
        this.settings = Settings.of(context);
        this.events = context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class);
        this.budget = new CallBudget(settings.dataDir().resolve("calls-placed"), settings.number(Key.PLACED_PER_HOUR));
    }

    /**
     * Places the call of a message, or finds that it is placed.
     *
     * @param json a {@link CallRequest}
     * @return {@code call.placed}
     * @throws UndeliverableException if it may not or cannot be placed
     * @throws IOException            if it is not placed yet, or nobody knows
     */
    public VoiceEvent place(String json, Exchange exchange) throws UndeliverableException, IOException {
        // first of all, so that nothing that fails loses it
        PlacementDoubt.keep(PlacementDoubt.of(exchange.getMessage(), Optional.empty()), exchange);
        Optional<Instant> begun = budget.last(Instant.now(), id(exchange));
        Optional<PlacementDoubt> doubt = PlacementDoubt.of(exchange.getMessage(), begun);
        PlacementDoubt.keep(doubt, exchange);
        CallRequest request = CallRequest.read(json);
        check(request);
        TwilioApi api = TwilioApis.of(context).of(settings.mainAccount().sid());
        if (doubt.isPresent()) {
            Optional<String> placed =
                    new CallSearch(api).find(request, doubt.get().since());
            if (placed.isPresent()) {
                return event(request, placed.get());
            }
            if (doubt.get().open()) {
                throw new PlacementException("it may have been placed before a restart; it is looked for");
            }
            if (doubt.get().last().isAfter(Instant.now().minus(LAG))) {
                throw new PlacementException(
                        NOT_PLACED + "as far as Twilio's list of calls tells yet; it is looked for again");
            }
        }
        if (PlacementDoubt.isLate(exchange.getMessage())) {
            throw new UndeliverableException(NOT_PLACED + "it was asked for more than an hour ago");
        }
        if (!budget.take(Instant.now(), id(exchange))) {
            throw new PlacementException(NOT_PLACED + Key.PLACED_PER_HOUR + " = " + settings.get(Key.PLACED_PER_HOUR)
                    + " calls were placed within an hour");
        }
        return event(request, create(api, request, doubt, exchange));
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader("JMSMessageID", "", String.class);
    }

    /** The body of a message as JSON: a text is, and a map becomes it. */
    public String json(Object body) throws JsonProcessingException {
        return body instanceof Map ? JSON.writeValueAsString(body) : String.valueOf(body);
    }

    /**
     * Notes in the properties of the message of a request its numbers, which the broker can look for, and that its call may
     * have been placed.
     */
    public void mark(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader(MAY_BE_PLACED, PlacementDoubt.kept(exchange));
        try {
            CallRequest request = CallRequest.read(message.getBody(String.class));
            message.setHeader(TO, request.text("to"));
            message.setHeader(FROM, request.text("from"));
        } catch (UndeliverableException e) {
            LOG.debug("a request without numbers", e);
        }
    }

    /** Whether whoever an event tells of is called back. */
    public boolean callsBack(Exchange exchange) {
        return CallBack.isDue(exchange.getVariable(Delivery.EVENT, VoiceEvent.class), Instant.now());
    }

    /** A request as JSON for the queue, of values that may be anybody's. */
    public String request(String id, String to, String from, String flow) throws JsonProcessingException {
        return JSON.writeValueAsString(Map.of("id", id, "to", to, "from", from, "flow", flow));
    }

    /**
     * Whether a request would be taken.
     *
     * @throws UndeliverableException if not, and why
     */
    public void check(String json) throws UndeliverableException {
        check(CallRequest.read(json));
    }

    private void check(CallRequest request) throws UndeliverableException {
        if (settings.list(Key.PLACED_ALLOWED).stream().noneMatch(entry -> allows(entry, request.text("to")))) {
            throw new UndeliverableException(
                    NOT_PLACED + Key.PLACED_ALLOWED + " does not have the number that to names");
        }
        String path = "/voice/" + request.text("flow");
        boolean ours = context.getRoutes().stream()
                .anyMatch(route ->
                        route.getEndpoint() instanceof PlatformHttpEndpoint http && CallFlows.hears(http, path));
        if (!request.text("flow").isEmpty() && !ours) {
            throw new UndeliverableException(NOT_PLACED + "no route listens on " + path);
        }
    }

    private static boolean allows(String entry, String number) {
        return entry.endsWith("*") ? number.startsWith(entry.substring(0, entry.length() - 1)) : number.equals(entry);
    }

    private String create(TwilioApi api, CallRequest request, Optional<PlacementDoubt> doubt, Exchange exchange)
            throws UndeliverableException, IOException {
        PlacementDoubt.keep(Optional.of(PlacementDoubt.begin(doubt)), exchange);
        try {
            return CallForm.of(settings.publicUrls().get(0), api.account().sid(), request)
                    .create(api.client())
                    .getSid();
        } catch (TwilioApiException e) {
            Integer status = e.getStatusCode();
            // its own words would hide ours, were it the cause
            if (status == null || status >= 500) {
                throw new PlacementException("it may have been placed: " + e.getMessage());
            }
            PlacementDoubt.keep(doubt, exchange);
            budget.giveBack(Instant.now(), id(exchange));
            if (NOT_THE_REQUEST.contains(status)) {
                throw new PlacementException(NOT_PLACED + e.getMessage());
            }
            throw new UndeliverableException(NOT_PLACED + e.getMessage());
        }
    }

    private VoiceEvent event(CallRequest request, String callSid) {
        String account = settings.mainAccount().sid();
        return events.placed(account, callSid, request.placed(account, callSid));
    }
}
