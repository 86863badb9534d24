package io.voicewebhooks.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicewebhooks.event.RecoveredEvent;
import io.voicewebhooks.event.VoiceEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A call (<a href="https://www.twilio.com/docs/voice/api/call-resource">Call</a>) or recording
 * (<a href="https://www.twilio.com/docs/voice/api/recording">Recording</a>) as Twilio lists it. It has fewer parameters than
 * a webhook; none is made up.
 */
record TwilioResource(JsonNode fields) {
    private static final Set<String> ENDS = Set.of("completed", "busy", "no-answer", "failed", "canceled");
    private static final Map<String, String> OF_CALL =
            names("CallSid sid AccountSid account_sid ParentCallSid parent_call_sid From from To to Direction direction"
                    + " CallStatus status CallDuration duration CallerName caller_name ForwardedFrom forwarded_from"
                    + " AnsweredBy answered_by ApiVersion api_version Timestamp end_time");
    private static final Map<String, String> OF_RECORDING = names(
            "RecordingSid sid AccountSid account_sid CallSid call_sid ConferenceSid conference_sid RecordingStatus status"
                    + " RecordingDuration duration RecordingChannels channels RecordingSource source RecordingUrl media_url"
                    + " RecordingStartTime start_time RecordingTrack track ErrorCode error_code");

    /** All that is needed of it. */
    static final Set<String> NEEDED = Stream.of(
                    OF_CALL.values(),
                    OF_RECORDING.values(),
                    Set.of("date_created", "date_updated", "start_time", "end_time", "encryption_details"))
            .flatMap(Collection::stream)
            .collect(Collectors.toSet());

    private static Map<String, String> names(String pairs) {
        String[] words = pairs.split(" ");
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            names.put(words[i], words[i + 1]);
        }
        return names;
    }

    String text(String name) {
        return fields.path(name).asText("");
    }

    String sid() {
        return text("sid");
    }

    /** When it was, by the first field that is a time. */
    Optional<Instant> time(String... names) {
        return Stream.of(names).flatMap(name -> time(text(name)).stream()).findFirst();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean isLeg() {
        return !text("parent_call_sid").isEmpty();
    }

    boolean isInbound() {
        return text("direction").equals("inbound") && !isLeg();
    }

    boolean isOver() {
        return ENDS.contains(text("status"));
    }

    /** {@code call.<status>} of a call. */
    VoiceEvent end() {
        return event("call." + text("status"), text("sid"), parameters(OF_CALL), time("end_time", "date_updated"));
    }

    /** {@code call.incoming} of a call. */
    VoiceEvent incoming() {
        Map<String, Object> sent = parameters(OF_CALL);
        sent.keySet().removeAll(Set.of("CallDuration", "Timestamp", "AnsweredBy"));
        sent.put("CallStatus", "ringing");
        return event("call.incoming", text("sid"), sent, time("start_time", "date_created"));
    }

    /** An event of this call; where the request that it is of names no time, it would be of now. */
    VoiceEvent timed(VoiceEvent event) {
        if (!event.kind().startsWith("call.") || event.data().containsKey("Timestamp")) {
            return event;
        }
        boolean begins = event.kind().equals("call.incoming");
        return RecoveredEvent.at(event, (begins ? incoming() : end()).time());
    }

    /** {@code recording.<status>} of a recording. */
    VoiceEvent recording() {
        Map<String, Object> sent = parameters(OF_RECORDING);
        JsonNode key = fields.path("encryption_details");
        if (key.isObject()) {
            ObjectNode details = ((ObjectNode) key).objectNode();
            // webhooks have other names for the same
            details.set("public_key_sid", key.path("encryption_public_key_sid"));
            details.set("encrypted_cek", key.path("encryption_cek"));
            details.set("iv", key.path("encryption_iv"));
            sent.put("EncryptionDetails", details.toString());
        }
        return event("recording." + text("status"), text("call_sid"), sent, time("start_time", "date_created"));
    }

    private Map<String, Object> parameters(Map<String, String> names) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        names.forEach((name, field) -> {
            if (!text(field).isEmpty() && !fields.path(field).isNull()) {
                parameters.put(name, text(field));
            }
        });
        return parameters;
    }

    private VoiceEvent event(String kind, String callSid, Map<String, Object> data, Optional<Instant> at) {
        String account = text("account_sid");
        VoiceEvent lost = new VoiceEvent(
                "lost",
                "/2010-04-01/Accounts/" + account,
                VoiceEvent.TYPE_PREFIX + kind,
                sid(),
                at.orElseGet(Instant::now).toString(),
                callSid,
                account,
                null,
                callSid,
                data);
        return RecoveredEvent.of(lost, "resource");
    }
}
