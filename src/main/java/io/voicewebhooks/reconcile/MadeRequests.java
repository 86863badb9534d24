package io.voicewebhooks.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.rest.Domains;
import io.voicewebhooks.config.PublicUrl;
import io.voicewebhooks.event.RecoveredEvent;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEvents;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.rest.TwilioApi;
import io.voicewebhooks.rest.TwilioApiException;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that Twilio made of this application for calls of an account, as Twilio still knows them: from the events of a
 * call (<a href="https://www.twilio.com/docs/voice/api/call-event-resource">Call Events</a>, from 15 minutes after its end), and
 * from alerts for those that failed (<a href="https://www.twilio.com/docs/usage/monitor-alert">Alerts</a>). They become the
 * events that the requests would have become.
 */
final class MadeRequests {
    private static final Logger LOG = LoggerFactory.getLogger(MadeRequests.class);

    private final TwilioApi api;
    private final VoiceEvents events;
    private final List<PublicUrl> ours;
    private final Instant since;
    /** The SIDs of alerts by CallSid, once they are known. */
    private Map<String, List<String>> alerts;

    /** @param since no alert is older */
    MadeRequests(TwilioApi api, VoiceEvents events, List<PublicUrl> ours, Instant since) {
        this.api = api;
        this.events = events;
        this.ours = ours;
        this.since = since;
    }

    /** The events that stand for requests for a call, the better source first. */
    List<VoiceEvent> of(String callSid) {
        return Stream.concat(ofEvents(callSid), ofAlerts(callSid)).toList();
    }

    private Stream<VoiceEvent> ofEvents(String callSid) {
        String path = "/2010-04-01/Accounts/" + api.account().sid() + "/Calls/" + callSid + "/Events.json";
        return list(Domains.API, path, Map.of(), "events").stream()
                .map(each -> each.path("request"))
                .flatMap(
                        each -> event(each.path("url").asText(), parameters(each.path("parameters")), callSid).stream())
                .map(event -> RecoveredEvent.of(event, "call-events"));
    }

    private Stream<VoiceEvent> ofAlerts(String callSid) {
        if (alerts == null) {
            alerts = list(Domains.MONITOR, "/v1/Alerts", Map.of("StartDate", since.toString()), "alerts").stream()
                    .filter(alert -> isOurs(alert.path("request_url").asText()))
                    .collect(Collectors.groupingBy(
                            alert -> alert.path("resource_sid").asText(),
                            Collectors.mapping(alert -> alert.path("sid").asText(), Collectors.toList())));
        }
        return alerts.getOrDefault(callSid, List.of()).stream()
                .map(sid -> api.get(Domains.MONITOR, "/v1/Alerts/" + sid))
                .flatMap(
                        alert -> event(
                                alert.path("request_url").asText(),
                                form(alert.path("request_variables").asText()),
                                callSid)
                                .stream())
                .map(event -> RecoveredEvent.of(event, "alert"));
    }

    /** Nothing where Twilio has no such list; any other failure is one, for what is made of less stays so. */
    private List<JsonNode> list(Domains product, String path, Map<String, String> query, String key) {
        try {
            return api.list(product, path, query, key).toList();
        } catch (TwilioApiException e) {
            if (!Integer.valueOf(404).equals(e.getStatusCode())) {
                throw e;
            }
            return List.of();
        }
    }

    private boolean isOurs(String url) {
        return ours.stream().anyMatch(each -> url.startsWith(each + "/"));
    }

    /** Of a status callback, or of the first request for TwiML. Whatever Twilio says here, a caller may have chosen. */
    private Optional<VoiceEvent> event(String url, List<Entry<String, String>> form, String callSid) {
        if (!isOurs(url)) {
            return Optional.empty();
        }
        String target = url.replaceFirst("#.*", "").replaceFirst("^https?://[^/]*", "");
        String raw = new String(target.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try {
            SignedParameters sent =
                    SignedParameters.of(new TwilioRequest("POST", raw, QueryString.parse(raw), form, List.of(), null));
            if (!sent.text("CallSid").equals(callSid)
                    || !sent.text("AccountSid").equals(api.account().sid())) {
                return Optional.empty();
            }
            if (!sent.text("RecordingStatus").isEmpty()) {
                return Optional.of(events.recording(sent));
            }
            if (sent.text("CallbackSource").equals("call-progress-events")
                    || target.matches(".*/voice/status(\\?.*)?")) {
                return Optional.of(events.status(sent));
            }
            boolean first = sent.text("CallStatus").equals("ringing")
                    && sent.text("Direction").equals("inbound");
            return first ? Optional.of(events.incoming(sent)) : Optional.empty();
        } catch (BadWebhookException e) {
            LOG.debug("a request of {} makes no event: {}", LogText.of(callSid), e.getMessage());
            return Optional.empty();
        }
    }

    /** Twilio gives the names of parameters in another form here: {@code call_sid}. */
    private static List<Entry<String, String>> parameters(JsonNode given) {
        List<Entry<String, String>> form = new ArrayList<>();
        given.properties().forEach(field -> {
            for (JsonNode each : field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                form.add(Map.entry(name(field.getKey()), each.asText("")));
            }
        });
        return form;
    }

    private static String name(String given) {
        return given.matches("[a-z0-9_]+")
                ? Stream.of(given.split("_"))
                        .filter(word -> !word.isEmpty())
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .collect(Collectors.joining())
                : given;
    }

    private static List<Entry<String, String>> form(String variables) {
        try {
            return QueryString.parse("?" + variables);
        } catch (BadWebhookException e) {
            return List.of();
        }
    }
}
