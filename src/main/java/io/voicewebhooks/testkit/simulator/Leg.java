package io.voicewebhooks.testkit.simulator;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One leg of a call: its state, and the parameters by which Twilio tells an application of it. */
final class Leg {
    /** RFC 2822 in UTC, with {@code +0000}. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    /** What captured requests look like: their order is that of a hash table of this size. */
    private static final int ORDER = 64;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String sid = sid("CA");
    private final String accountSid;
    private final String from;
    private final String to;
    private final Leg parent;
    private final String direction;
    private final Map<String, String> further;
    private volatile String status;
    private Duration answered;
    private String answeredBy;
    private int sequence;

    private Leg(
            String accountSid,
            String from,
            String to,
            Leg parent,
            String direction,
            String status,
            Map<String, String> further) {
        this.accountSid = accountSid;
        this.from = from;
        this.to = to;
        this.parent = parent;
        this.direction = direction;
        this.status = status;
        this.further = further;
    }

    /** The leg of somebody who calls us, or whom the application calls. */
    static Leg first(String accountSid, CallSetup setup) {
        return setup.outbound().isEmpty()
                ? inbound(accountSid, setup.from(), setup.to(), setup.parameters())
                : new Leg(accountSid, setup.from(), setup.to(), null, "outbound-api", "initiated", setup.parameters());
    }

    /** The leg of somebody who calls us. */
    static Leg inbound(String accountSid, String from, String to, Map<String, String> further) {
        return new Leg(accountSid, from, to, null, "inbound", "ringing", further);
    }

    /** A leg that this one dials. */
    Leg dial(String callerId, String called) {
        return new Leg(accountSid, callerId, called, this, "outbound-dial", "initiated", Map.of());
    }

    /** A new SID, for example {@code CA} and 32 hexadecimal digits. */
    static String sid(String prefix) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    /** A time as parameters have it, for example {@code Mon, 23 Nov 2026 15:00:00 +0000}. */
    static String timestamp(Instant time) {
        return TIMESTAMP.format(time);
    }

    String sid() {
        return sid;
    }

    String accountSid() {
        return accountSid;
    }

    String from() {
        return from;
    }

    String to() {
        return to;
    }

    String status() {
        return status;
    }

    void is(String newStatus) {
        status = newStatus;
    }

    void answers(Duration now) {
        if (answered == null) {
            answered = now;
            status = "in-progress";
        }
    }

    boolean isAnswered() {
        return answered != null;
    }

    /** It is over because somebody hung up: whoever was not answered until then was not answered. */
    void hungUp() {
        status = isAnswered() ? "completed" : "no-answer";
    }

    /** A machine or a human, as {@code AnsweredBy} has it. */
    void answeredBy(String detected) {
        answeredBy = detected;
    }

    /** The same; null if nobody looked. */
    String answeredBy() {
        return answeredBy;
    }

    /** Whole seconds since it was answered, 0 if it was not. */
    long seconds(Duration now) {
        return answered == null ? 0 : now.minus(answered).toSeconds();
    }

    /** The parameters of every voice request
     * (<a href="https://www.twilio.com/docs/voice/twiml#request-parameters">Request parameters</a>). */
    Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>(ORDER);
        parameters.put("AccountSid", accountSid);
        parameters.put("ApiVersion", "2010-04-01");
        parameters.put("CallSid", sid);
        parameters.put("CallStatus", status);
        parameters.put("Direction", direction);
        party(parameters, from, List.of("From", "Caller"));
        party(parameters, to, List.of("To", "Called"));
        if (parent != null) {
            parameters.put("ParentCallSid", parent.sid);
        }
        parameters.putAll(further);
        return parameters;
    }

    /** Where a number belongs is not known here, and Twilio sends empty values then. */
    private static void party(Map<String, String> parameters, String number, List<String> names) {
        for (String name : names) {
            parameters.put(name, number);
            if (number.startsWith("+")) {
                List.of("City", "State", "Zip").forEach(detail -> parameters.put(name + detail, ""));
                parameters.put(name + "Country", number.startsWith("+1") ? "US" : "");
            }
        }
    }

    /** The parameters of a call status callback
     * (<a href="https://www.twilio.com/docs/voice/api/call-resource#statuscallback">StatusCallback</a>): without those of
     * SIP. */
    Map<String, String> statusCallback(Instant time) {
        Map<String, String> parameters = parameters();
        parameters.keySet().removeIf(name -> name.startsWith("Sip"));
        if (answeredBy != null) {
            parameters.put("AnsweredBy", answeredBy);
        }
        parameters.put("CallbackSource", "call-progress-events");
        parameters.put("SequenceNumber", String.valueOf(sequence++));
        parameters.put("Timestamp", timestamp(time));
        return parameters;
    }

    /** Those of the callback that says how it ended. */
    Map<String, String> finalStatusCallback(Instant time, Duration now, String sipResponseCode) {
        Map<String, String> parameters = statusCallback(time);
        parameters.put("CallDuration", String.valueOf(seconds(now)));
        parameters.put("Duration", String.valueOf((seconds(now) + 59) / 60));
        if (!status.equals("completed")) {
            parameters.put("SipResponseCode", sipResponseCode);
        }
        return parameters;
    }
}
