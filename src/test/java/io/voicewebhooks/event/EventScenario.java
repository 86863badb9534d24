package io.voicewebhooks.event;

import io.voicewebhooks.signature.QueryString;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioRequest;
import io.voicewebhooks.testkit.Twilio;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** The signed parameters of a webhook: complete unless a test changes one thing. */
final class EventScenario {
    static final String ACCOUNT = "AC" + "0123456789abcdef".repeat(2);
    static final String MAIN_ACCOUNT = "AC" + "fedcba9876543210".repeat(2);
    static final Instant ARRIVAL = Instant.parse("2026-11-24T12:34:56.789123Z");

    private final List<Entry<String, String>> query = new ArrayList<>();
    private final List<Entry<String, String>> form = new ArrayList<>();

    private String moved = "";

    private EventScenario() {}

    static EventScenario incoming() {
        return new EventScenario()
                .with("AccountSid", ACCOUNT)
                .with("CallSid", "CA1")
                .with("CallStatus", "ringing")
                .with("From", "+15558675310")
                .with("To", "+15558675311");
    }

    static EventScenario status() {
        return incoming()
                .with("CallStatus", "completed")
                .with("SequenceNumber", "2")
                .with("Timestamp", "Fri, 08 Jan 2016 17:18:38 +0000");
    }

    static EventScenario recording() {
        return new EventScenario()
                .with("AccountSid", ACCOUNT)
                .with("CallSid", "CA1")
                .with("RecordingSid", "RE1")
                .with("RecordingStatus", "completed")
                .with("RecordingStartTime", "Mon, 03 Jul 2023 21:45:28 +0000");
    }

    EventScenario with(String name, String value) {
        return without(name).adding(name, value);
    }

    EventScenario adding(String name, String value) {
        form.add(Map.entry(name, value));
        return this;
    }

    EventScenario without(String name) {
        form.removeIf(field -> field.getKey().equals(name));
        return this;
    }

    EventScenario withQuery(String name, String value) {
        query.add(Map.entry(name, value));
        return this;
    }

    /** The end of the query, moved into the form as it was escaped: the signature stays the same. */
    EventScenario movingFromQuery(String escaped) {
        moved = escaped;
        return adding(escaped, "");
    }

    SignedParameters parameters() {
        String target = query.isEmpty() ? "/voice/status" : "/voice/status?" + Twilio.encode(query);
        target = target.substring(0, target.length() - moved.length());
        return SignedParameters.of(new TwilioRequest("POST", target, QueryString.parse(target), form, List.of(), null));
    }

    VoiceEvent asIncoming() {
        return events().incoming(parameters());
    }

    VoiceEvent asStatus() {
        return events().status(parameters());
    }

    VoiceEvent asRecording() {
        return events().recording(parameters());
    }

    VoiceEvent asMissed() {
        return events().missed(parameters());
    }

    static VoiceEvents events() {
        return new VoiceEvents(MAIN_ACCOUNT, Clock.fixed(ARRIVAL, ZoneOffset.UTC));
    }
}
