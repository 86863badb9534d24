package io.voicewebhooks.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.observe.LogText;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioRequest;
import io.voicewebhooks.signature.TwilioSignature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code eventStream}: makes the events of a request of Twilio's Event Streams, a CloudEvent or an array of them.
 * Those of status callbacks hold what Twilio sent, so they become the very event that the callback becomes, with the same id,
 * whichever comes first. All others are left out.
 */
public final class EventStreams {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final String VOICE = "com.twilio.voice.";
    private static final String CALLBACK = "status-callback.";
    private static final String CALL = "status-callback.call.";
    private static final String TEST = "com.twilio.eventstreams.test-event";

    private final ObjectMapper json = new ObjectMapper();
    private final VoiceEvents events;
    private final Set<String> accounts;
    private final String mainAccount;

    EventStreams(CamelContext context) {
        this.events = context.getRegistry().lookupByNameAndType("voiceEvent", VoiceEvents.class);
        this.accounts = Settings.of(context).accounts().keySet();
        this.mainAccount = Settings.of(context).mainAccount().sid();
    }

    /**
     * The events of a request.
     *
     * @param parameters of its URL; the account that it names there has signed, else the main one, which may speak for all
     * @throws BadWebhookException if the body is neither a CloudEvent nor an array of them
     */
    public List<VoiceEvent> read(
            String body, @ExchangeProperty(TwilioSignature.PARAMETERS) SignedParameters parameters) {
        JsonNode sent = tree(body);
        List<VoiceEvent> found = new ArrayList<>();
        for (JsonNode each : sent.isArray() ? sent : List.of(sent)) {
            if (each.path("type").asText().isEmpty()
                    || each.path("specversion").asText().isEmpty()) {
                throw new BadWebhookException("the body is no CloudEvent");
            }
            event(each, parameters.text("AccountSid")).ifPresent(found::add);
        }
        return found;
    }

    private JsonNode tree(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new BadWebhookException("the body is no JSON");
        }
    }

    private Optional<VoiceEvent> event(JsonNode sent, String signer) {
        String type = sent.path("type").asText();
        if (type.equals(TEST)) {
            LOG.info(
                    "a test event of Event Streams has arrived: TestId={}",
                    LogText.of(sent.path("data").path("test_id").asText()));
            return Optional.empty();
        }
        try {
            SignedParameters callback = callback(sent.path("data").path("request"));
            if (type.startsWith(VOICE) && type.contains(CALLBACK) && isOf(signer, callback)) {
                return Optional.of(type.contains(CALL) ? events.status(callback) : events.recording(callback));
            }
            LOG.debug("left out an event of type {}", LogText.of(type));
        } catch (BadWebhookException e) {
            // Twilio would drop the others of the batch, too
            LOG.warn("left out an event of type {}: {}", LogText.of(type), e.getMessage());
        }
        return Optional.empty();
    }

    private boolean isOf(String signer, SignedParameters callback) {
        String account = callback.text("AccountSid");
        return signer.isEmpty() || signer.equals(mainAccount) ? accounts.contains(account) : account.equals(signer);
    }

    /** As it was sent: of its URL the query counts, in which context is, and not the fragment with connection overrides. */
    private static SignedParameters callback(JsonNode request) {
        String url = request.path("url").asText().replaceFirst("#.*", "");
        String query = url.contains("?") ? url.substring(url.indexOf('?')) : "";
        String target = new String(query.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<Entry<String, String>> form = new ArrayList<>();
        request.path("parameters").properties().forEach(field -> {
            JsonNode value = field.getValue();
            for (JsonNode each : value.isArray() ? value : List.of(value)) {
                form.add(Map.entry(field.getKey(), each.asText()));
            }
        });
        return SignedParameters.of(new TwilioRequest("POST", target, QueryString.parse(target), form, List.of(), null));
    }
}
