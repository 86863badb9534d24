package io.voicewebhooks.event;

import io.voicewebhooks.config.Settings;
import io.voicewebhooks.signature.BadWebhookException;
import io.voicewebhooks.signature.SignedParameters;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code voiceEvent}: makes the event of a webhook, one method a kind of webhook. Each takes the signed
 * parameters (the body that {@code twilioSignature} leaves) and throws {@link BadWebhookException} if what makes it that
 * webhook is missing.
 */
public final class VoiceEvents {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceEvents.class);
    /** Names of parameters that are credentials of the call. */
    public static final Set<String> CREDENTIALS = Set.of("CallToken", "StirPassportToken");
    /** Those that are not in {@code data}; two are the application's own there, which no parameter can pose as. */
    private static final Set<String> NOT_PASSED_ON = Set.of("CallToken", "StirPassportToken", "context", "archive");

    private static final Pattern STATUS = Pattern.compile("[a-z0-9-]{1,40}");

    private final String mainAccount;
    private final Clock clock;
    /** Under load many events have the same, and to read a date takes nearly as long as to check a signature. */
    private volatile Second second = new Second("Thu, 01 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z");

    private record Second(String sent, String time) {}

    public VoiceEvents(CamelContext context) {
        this(Settings.of(context).mainAccount().sid(), Clock.systemUTC());
    }

    VoiceEvents(String mainAccount, Clock clock) {
        this.mainAccount = mainAccount;
        this.clock = clock;
    }

    /**
     * {@code call.incoming}; its id depends on the CallSid alone, so that retries of the request are one event. Calls of a
     * SIP domain come without CallStatus.
     */
    public VoiceEvent incoming(SignedParameters parameters) {
        String callSid = sid(parameters, "CallSid");
        return event("call.incoming", EventId.of("call.incoming\n" + callSid), callSid, null, parameters);
    }

    /** {@code call.<CallStatus>}, whatever the status is: Twilio may add some. */
    public VoiceEvent status(SignedParameters parameters) {
        String callSid = sid(parameters, "CallSid");
        String kind = "call." + status(parameters, "CallStatus");
        return event(kind, EventId.of("status", parameters), callSid, "Timestamp", parameters);
    }

    /** {@code recording.<RecordingStatus>}. */
    public VoiceEvent recording(SignedParameters parameters) {
        String recordingSid = sid(parameters, "RecordingSid");
        String kind = "recording." + status(parameters, "RecordingStatus");
        return event(kind, EventId.of("recording", parameters), recordingSid, "RecordingStartTime", parameters);
    }

    /** {@code call.missed}: a forwarded call that nobody took. */
    public VoiceEvent missed(SignedParameters parameters) {
        String callSid = sid(parameters, "CallSid");
        return event("call.missed", EventId.of("missed", parameters), callSid, null, parameters);
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
                time(timeName == null ? "" : parameters.text(timeName)),
                callSid,
                account,
                textOrNull(parameters, "SequenceNumber"),
                callSid != null ? callSid : conference != null ? conference : subject,
                data(parameters));
    }

    private static Map<String, Object> data(SignedParameters parameters) {
        if (parameters.context().isEmpty()
                && Collections.disjoint(parameters.data().keySet(), NOT_PASSED_ON)) {
            return parameters.data();
        }
        Map<String, Object> data = new LinkedHashMap<>(parameters.data());
        data.keySet().removeAll(NOT_PASSED_ON);
        if (!parameters.context().isEmpty()) {
            data.put("context", parameters.context());
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

    /** Twilio's dates are RFC 2822; one that is missing or wrong gives the time of arrival. */
    private String time(String text) {
        Second last = second;
        if (text.equals(last.sent())) {
            return last.time();
        }
        if (!text.isEmpty()) {
            try {
                String time = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))
                        .toString();
                // an offset can take a date of the year 9999 into the next
                if (VoiceEventJson.isTime(time)) {
                    second = new Second(text, time);
                    return time;
                }
            } catch (DateTimeException e) {
                LOG.debug("a time that is none", e);
            }
        }
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
