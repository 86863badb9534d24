package io.voicewebhooks.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the event of a callback that is neither a call status nor a recording status, of which nothing that it lacks is an
 * error; and of a call that we have placed.
 */
final class CallbackEvents {
    /** Twilio's has some 10 levels, and what is too deep for a reader of the event would be lost. */
    private static final int DEEPEST = 100;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build());

    private final String mainAccount;
    private final EventTime times;

    CallbackEvents(String mainAccount, EventTime times) {
        this.mainAccount = mainAccount;
        this.times = times;
    }

    /** What was sent: the parameters, and the fields of a JSON object. Of other JSON the text, by the name {@code body}. */
    static Map<String, Object> sent(SignedParameters parameters, String json) {
        if (json == null) {
            return parameters.data();
        }
        Map<String, Object> sent = new LinkedHashMap<>(parameters.data());
        sent.remove(TwilioSignature.BODY_HASH);
        try {
            Map<String, Object> fields = JSON.readValue(json, new TypeReference<>() {});
            sent.putAll(fields == null ? Map.of("body", json) : fields);
        } catch (JsonProcessingException e) {
            sent.put("body", json);
        }
        return sent;
    }

    VoiceEvent of(CallbackKind kind, SignedParameters parameters, Map<String, Object> sent, String token) {
        // a body of JSON may claim any account
        String account = parameters.text("AccountSid").isEmpty() ? mainAccount : parameters.text("AccountSid");
        String callSid = name(sent, "CallSid");
        String conference = name(sent, "ConferenceSid");
        String subject = Stream.of(kind.key().get(0), "CallSid")
                .map(each -> name(sent, each))
                .filter(each -> each != null)
                .findFirst()
                .orElse(account);
        String sequence = name(sent, "SequenceNumber");
        Object time = sent.get("Timestamp");
        return new VoiceEvent(
                id(kind, parameters, sent, token),
                "/2010-04-01/Accounts/" + account,
                VoiceEvent.TYPE_PREFIX + kind.type(sent),
                subject,
                times.ofAny(time instanceof String text ? text : ""),
                callSid,
                account,
                sequence != null ? sequence : name(sent, "SequenceId"),
                callSid != null ? callSid : conference != null ? conference : subject,
                data(parameters, sent));
    }

    VoiceEvent placed(String account, String callSid, Map<String, Object> data) {
        return new VoiceEvent(
                EventId.of("call.placed\n" + callSid),
                "/2010-04-01/Accounts/" + account,
                VoiceEvent.TYPE_PREFIX + "call.placed",
                callSid,
                times.of(""),
                callSid,
                account,
                null,
                callSid,
                data);
    }

    private static String name(Map<String, Object> sent, String name) {
        return sent.get(name) instanceof String text && VoiceEvent.isName(text) ? text : null;
    }

    private static Map<String, Object> data(SignedParameters parameters, Map<String, Object> sent) {
        Map<String, Object> data = PaymentData.masked(sent);
        data.keySet().removeAll(VoiceEvents.NOT_PASSED_ON);
        if (!parameters.context().isEmpty()) {
            data.put("context", PaymentData.masked(parameters.context()));
        }
        return data;
    }

    /**
     * Of the key; where a part of it is missing, of the signature, which covers all that was sent and from which nobody can
     * try out what was masked.
     */
    private static String id(CallbackKind kind, SignedParameters parameters, Map<String, Object> sent, String token) {
        if (!kind.isSignatureKey()) {
            List<String> values =
                    kind.key().stream().flatMap(name -> values(sent, name)).toList();
            if (values.stream().allMatch(CallbackEvents::isKey)) {
                return EventId.of(kind.group() + "\n" + String.join("\n", values));
            }
        }
        List<String> signatures = parameters.request().signatures();
        String signed = signatures.size() == 1 ? signatures.get(0) : parameters.signedText();
        boolean perDelivery = kind.key().contains(CallbackKind.TOKEN) && token != null;
        return EventId.of(kind.group() + "\n" + signed + (perDelivery ? "\n" + token : ""));
    }

    /** A name or a time. */
    private static boolean isKey(String value) {
        return VoiceEvent.isName(value.replace(":", ""));
    }

    /** The value of a parameter; of {@code list.name} that of each in a list. Empty is missing. */
    private static Stream<String> values(Map<String, Object> sent, String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return Stream.of(text(sent.get(name)));
        }
        return sent.get(name.substring(0, dot)) instanceof List<?> list && !list.isEmpty()
                ? list.stream().map(each -> each instanceof Map<?, ?> map ? text(map.get(name.substring(dot + 1))) : "")
                : Stream.of("");
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
