package io.voicewebhooks.sink.calls;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.event.VoiceEventJson;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Variable;

/**
 * The bean {@code callColumns}: what an event says of its call, by the names that the statements of {@code sink-calls} use;
 * {@code null} where it does not say.
 */
public final class CallColumns {
    /** Characters of a number, a SIP address, a status; PostgreSQL has no index over a text of any length. */
    private static final int LONGEST = 200;

    private static final Set<String> ENDS = Set.of("completed", "busy", "no-answer", "failed", "canceled");
    private static final Set<String> NOBODY_ANSWERED = Set.of("busy", "no-answer", "canceled");
    private static final Set<String> SPOKEN = Set.of("in-progress", "completed");

    /** The columns of an event with a CallSid. */
    public Map<String, Object> of(@Variable("event") VoiceEvent event, @Variable("sinks") String sinks) {
        long at = Instant.parse(event.time()).toEpochMilli();
        boolean ofCall = event.kind().startsWith("call.");
        String status = ofCall ? text(event.data(), "CallStatus") : null;
        boolean isMessage = event.kind().equals("recording.completed")
                && event.text("RecordingSource").equals("RecordVerb");
        Map<String, Object> columns = ofCall(event.callsid(), event.data(), at);
        columns.put("accountSid", event.accountsid());
        columns.put("now", System.currentTimeMillis());
        columns.put("ended", status != null && ENDS.contains(status) ? at : null);
        columns.put("status", status);
        // another callback has a counter of its own
        columns.put("seq", ofCall ? number(event.sequence()) : null);
        columns.put("duration", number(text(event.data(), "CallDuration")));
        columns.put("outcome", isMessage ? "voicemail" : ofCall ? outcome(event, status) : "in-progress");
        columns.put("voicemailSeconds", isMessage ? number(text(event.data(), "RecordingDuration")) : null);
        columns.put("answersParent", columns.get("parentSid") != null && status != null && SPOKEN.contains(status));
        columns.put("eventId", event.id());
        columns.put("type", event.kind());
        columns.put("data", VoiceEventJson.data(event));
        columns.put("sinks", sinks);
        return columns;
    }

    /** What a request says of its call, whatever it is about. */
    static Map<String, Object> ofCall(String callSid, Map<String, Object> sent, long at) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("callSid", callSid);
        columns.put("accountSid", text(sent, "AccountSid"));
        columns.put("parentSid", text(sent, "ParentCallSid"));
        columns.put("direction", text(sent, "Direction"));
        columns.put("caller", text(sent, "From"));
        columns.put("called", text(sent, "To"));
        columns.put("callerReversed", reversed(text(sent, "From")));
        columns.put("calledReversed", reversed(text(sent, "To")));
        columns.put("status", text(sent, "CallStatus"));
        columns.put("at", at);
        return columns;
    }

    /** As far as this event alone can tell. */
    private static String outcome(VoiceEvent event, String status) {
        if (event.kind().equals("call.missed")) {
            return "missed";
        }
        if (status == null || !ENDS.contains(status)) {
            return "in-progress";
        }
        if (status.equals("failed")) {
            return "failed";
        }
        if (!event.text("Direction").equals("inbound")) {
            return NOBODY_ANSWERED.contains(status) ? "missed" : "answered";
        }
        // that is how Twilio ends a call that <Reject> refuses
        return status.equals("busy") ? "rejected" : "hung-up";
    }

    private static String text(Map<String, Object> sent, String name) {
        // PostgreSQL takes no NUL
        String text = sent.get(name) instanceof String value ? value.replace("\0", "") : "";
        return text.isEmpty() ? null : new Kept().text(text, LONGEST);
    }

    private static String reversed(String text) {
        return text == null ? null : new StringBuilder(text).reverse().toString();
    }

    private static Integer number(String text) {
        return text != null && text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
    }
}
