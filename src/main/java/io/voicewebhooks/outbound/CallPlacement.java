package io.voicewebhooks.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.delivery.UndeliverableException;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.rest.TwilioApi;
import io.voicewebhooks.rest.TwilioApiException;
import io.voicewebhooks.rest.TwilioApis;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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

    /** In the error of a try that certainly placed nothing. */
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
        CallRequest request = CallRequest.read(json);
        check(request);
        TwilioApi api = TwilioApis.of(context).of(settings.mainAccount().sid());
        String message = exchange.getMessage().getHeader("JMSMessageID", "", String.class);
        Optional<Instant> begun = budget.last(Instant.now(), message);
        Optional<PlacementDoubt> doubt = PlacementDoubt.of(exchange.getMessage(), begun);
        if (doubt.isPresent()) {
            Optional<String> placed =
                    new CallSearch(api).find(request, doubt.get().since());
            if (placed.isPresent()) {
                return event(request, placed.get());
            }
            if (doubt.get().last().isEmpty()) {
                throw new PlacementException("it may have been placed before a restart; it is looked for");
            }
            if (doubt.get().last().get().isAfter(Instant.now().minus(LAG))) {
                throw new PlacementException(
                        NOT_PLACED + "as far as Twilio's list of calls tells yet; it is looked for again");
            }
        }
        if (PlacementDoubt.isLate(exchange.getMessage())) {
            throw new UndeliverableException(NOT_PLACED + "it was asked for more than an hour ago");
        }
        if (!budget.take(Instant.now(), message)) {
            throw new PlacementException(NOT_PLACED + Key.PLACED_PER_HOUR + " = " + settings.get(Key.PLACED_PER_HOUR)
                    + " calls were placed within an hour");
        }
        return event(request, create(api, request, message));
    }

    /** The body of a message as JSON: a text is, and a map becomes it. */
    public String json(Object body) throws JsonProcessingException {
        return body instanceof Map ? JSON.writeValueAsString(body) : String.valueOf(body);
    }

    /** Notes the numbers of a request in the properties of its message, which the broker can look for. */
    public void mark(Message message) {
        try {
            CallRequest request = CallRequest.read(message.getBody(String.class));
            message.setHeader(TO, request.text("to"));
            message.setHeader(FROM, request.text("from"));
        } catch (UndeliverableException e) {
            LOG.debug("a request without numbers", e);
        }
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
                .anyMatch(route -> route.getEndpoint() instanceof PlatformHttpEndpoint http
                        && http.getPath().equals(path));
        if (!request.text("flow").isEmpty() && !ours) {
            throw new UndeliverableException(NOT_PLACED + "no route listens on " + path);
        }
    }

    private static boolean allows(String entry, String number) {
        return entry.endsWith("*") ? number.startsWith(entry.substring(0, entry.length() - 1)) : number.equals(entry);
    }

    private String create(TwilioApi api, CallRequest request, String message)
            throws UndeliverableException, IOException {
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
            budget.giveBack(Instant.now(), message);
            if (NOT_THE_REQUEST.contains(status)) {
                throw new PlacementException(NOT_PLACED + e.getMessage());
            }
            throw new UndeliverableException(NOT_PLACED + e.getMessage());
        }
    }

    private VoiceEvent event(CallRequest request, String callSid) {
        String account = settings.mainAccount().sid();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("AccountSid", account);
        data.put("CallSid", callSid);
        data.put("CallStatus", "queued");
        data.put("Direction", "outbound-api");
        data.put("From", request.text("from"));
        data.put("To", request.text("to"));
        data.put("context", request.context());
        return events.placed(account, callSid, data);
    }
}
