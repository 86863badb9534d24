package io.voicewebhooks.event;

import io.voicewebhooks.config.Settings;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioSignature;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * The bean {@code voiceEvent}: makes the event of a webhook, one method a kind of webhook. Each takes the signed
 * parameters (the body that {@code twilioSignature} leaves) and throws {@link BadWebhookException} if what makes it that
 * webhook is missing.
 */
public final class VoiceEvents {
    /** Names of parameters that are credentials of the call. */
    public static final Set<String> CREDENTIALS = Set.of("CallToken", "StirPassportToken");
    /** Those that are not in {@code data}; four are the application's own there, which no parameter can pose as. */
    static final Set<String> NOT_PASSED_ON =
            Set.of("CallToken", "StirPassportToken", "context", "archive", RecoveredEvent.FROM, RecoveredEvent.AS);

    private static final Pattern STATUS = Pattern.compile("[a-z0-9-]{1,40}");

    private final String mainAccount;
    private final EventTime times;
    private final CallbackEvents callbacks;

    /** Of requests that name no account, the main one of these settings counts. */
    public VoiceEvents(Settings settings) {
        this(settings.mainAccount().sid(), Clock.systemUTC());
    }

    VoiceEvents(String mainAccount, Clock clock) {
        this.mainAccount = mainAccount;
        this.times = new EventTime(clock);
        this.callbacks = new CallbackEvents(mainAccount, times);
    }

    /**
     * {@code call.incoming}; its id depends on the CallSid alone, so that retries of the request are one event. Calls of a
     * SIP domain come without CallStatus.
     */
    public VoiceEvent incoming(SignedParameters parameters) {
        String callSid = sid(parameters, "CallSid");
        return event("call.incoming", EventId.of("call.incoming\n" + callSid), callSid, null, parameters);
    }

    /**
     * {@code call.<CallStatus>}, whatever the status is: Twilio may add some. A callback that is plainly another's, since
     * somebody has given Twilio this URL for it, is what it is.
     */
    public VoiceEvent status(SignedParameters parameters) {
        CallbackKind kind = CallbackKind.of(parameters.data());
        return kind.isPlain() ? of(kind, parameters, parameters.data(), null) : callStatus(parameters);
    }

    private VoiceEvent callStatus(SignedParameters parameters) {
        String callSid = sid(parameters, "CallSid");
        String kind = "call." + status(parameters, "CallStatus");
        return event(kind, EventId.of("status", parameters), callSid, "Timestamp", parameters);
    }

    /** {@code recording.<RecordingStatus>}, and as with {@link #status} what is plainly another callback. */
    public VoiceEvent recording(SignedParameters parameters) {
        CallbackKind kind = CallbackKind.of(parameters.data());
        return kind.isPlain() ? of(kind, parameters, parameters.data(), null) : recordingStatus(parameters);
    }

    private VoiceEvent recordingStatus(SignedParameters parameters) {
        String recordingSid = sid(parameters, "RecordingSid");
        String kind = "recording." + status(parameters, "RecordingStatus");
        return event(kind, EventId.of("recording", parameters), recordingSid, "RecordingStartTime", parameters);
    }

    /**
     * The event of any callback of Voice ({@link CallbackKind}), which is found out from its parameters or its JSON. Sets the
     * variable {@code reply}: {@code TwiML} where Twilio waits for some, else {@code 204}.
     *
     * @param json  a body of JSON, else {@code null}
     * @param token Twilio's of the delivery, if it has sent one
     */
    public VoiceEvent callback(
            SignedParameters parameters,
            @ExchangeProperty(TwilioSignature.JSON) String json,
            @ExchangeProperty(TwilioSignature.TOKEN) String token,
            Exchange exchange) {
        Map<String, Object> sent = CallbackEvents.sent(parameters, json);
        CallbackKind kind = CallbackKind.of(sent);
        exchange.setVariable("reply", kind.twiml() ? "TwiML" : "204");
        return of(kind, parameters, sent, token);
    }

    private VoiceEvent of(CallbackKind kind, SignedParameters parameters, Map<String, Object> sent, String token) {
        return switch (kind.group()) {
            case "call" -> callStatus(parameters);
            case "recording" -> recordingStatus(parameters);
            default -> callbacks.of(kind, parameters, sent, token);
        };
    }

    /** {@code call.missed}: a forwarded call that nobody took. */
    public VoiceEvent missed(SignedParameters parameters) {
        String callSid = sid(parameters, "CallSid");
        return event("call.missed", EventId.of("missed", parameters), callSid, null, parameters);
    }

    /** {@code call.placed}: a call that Twilio has taken from us. Its id depends on the CallSid alone. */
    public VoiceEvent placed(String account, String callSid, Map<String, Object> data) {
        return callbacks.placed(account, callSid, data);
    }

    /** {@code recording.archived}: the parent's data, and where the audio is now. Its id depends on the parent's alone. */
    public VoiceEvent archived(VoiceEvent recording, ArchivedRecording archive) {
        Map<String, Object> data = new LinkedHashMap<>(recording.data());
        data.put("archive", archive.asMap());
        return new VoiceEvent(
                EventId.of("recording.archived\n" + recording.id()),
                recording.source(),
                VoiceEvent.TYPE_PREFIX + "recording.archived",
                recording.subject(),
                recording.time(),
                recording.callsid(),
                recording.accountsid(),
                recording.sequence(),
                recording.partitionkey(),
                data);
    }

    private VoiceEvent event(String kind, String id, String subject, String timeName, SignedParameters parameters) {
        String account = parameters.text("AccountSid").isEmpty() ? mainAccount : parameters.text("AccountSid");
        String callSid = sidOrNull(parameters, "CallSid");
        String conference = sidOrNull(parameters, "ConferenceSid");
        return new VoiceEvent(
                id,
                "/2010-04-01/Accounts/" + account,
                VoiceEvent.TYPE_PREFIX + kind,
                subject,
                times.of(timeName == null ? "" : parameters.text(timeName)),
                callSid,
                account,
                textOrNull(parameters, "SequenceNumber"),
                callSid != null ? callSid : conference != null ? conference : subject,
                data(parameters));
    }

    private static Map<String, Object> data(SignedParameters parameters) {
        // what pays for something may come with any request: that for TwiML, the end of a call
        Map<String, Object> data = PaymentData.masked(parameters.data());
        data.keySet().removeAll(NOT_PASSED_ON);
        if (!parameters.context().isEmpty()) {
            data.put("context", PaymentData.masked(parameters.context()));
        }
        return data;
    }

    private static String required(SignedParameters parameters, String name) {
        String value = parameters.text(name);
        if (value.isBlank()) {
            throw new BadWebhookException(name + " is missing");
        }
        return value;
    }

    private static String sid(SignedParameters parameters, String name) {
        String value = required(parameters, name);
        if (!VoiceEvent.isName(value)) {
            throw new BadWebhookException(name + " is no SID");
        }
        return value;
    }

    private static String sidOrNull(SignedParameters parameters, String name) {
        return parameters.text(name).isEmpty() ? null : sid(parameters, name);
    }

    private static String status(SignedParameters parameters, String name) {
        String value = required(parameters, name);
        if (!STATUS.matcher(value).matches()) {
            throw new BadWebhookException(name + " is no status: a-z, 0-9 and - are allowed");
        }
        return value;
    }

    private static String textOrNull(SignedParameters parameters, String name) {
        String value = parameters.text(name);
        return value.isEmpty() ? null : value;
    }
}
