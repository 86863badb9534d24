package io.voicewebhooks.bench;

import io.voicewebhooks.testkit.Twilio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** The webhooks that are measured, each with the fields of a call from the United States. */
public enum SampleWebhook {
    INCOMING("/voice/incoming", Twilio.TOKEN, 200),
    STATUS("/voice/status", Twilio.TOKEN, 204),
    FORGED("/voice/incoming", "a-token-of-nobody", 403);

    private final String path;
    private final String token;
    private final int expected;

    SampleWebhook(String path, String token, int expected) {
        this.path = path;
        this.token = token;
        this.expected = expected;
    }

    public String path() {
        return path;
    }

    /** What it is signed with. */
    public String token() {
        return token;
    }

    /** The status of the answer. */
    int expected() {
        return expected;
    }

    /** Its form for a call. */
    public List<Entry<String, String>> form(String callSid) {
        List<Entry<String, String>> form =
                new ArrayList<>(this == STATUS ? Twilio.status(callSid, "completed") : Twilio.call(callSid));
        if (this == STATUS) {
            form.add(Map.entry("CallDuration", "42"));
            form.add(Map.entry("Duration", "1"));
        }
        form.removeIf(field -> field.getKey().equals("FromCity"));
        for (String party : List.of("From", "Caller")) {
            form.add(Map.entry(party + "City", "SAN FRANCISCO"));
            form.add(Map.entry(party + "State", "CA"));
            form.add(Map.entry(party + "Zip", "94105"));
            form.add(Map.entry(party + "Country", "US"));
        }
        for (String party : List.of("To", "Called")) {
            form.add(Map.entry(party + "City", ""));
            form.add(Map.entry(party + "State", "CA"));
            form.add(Map.entry(party + "Zip", ""));
            form.add(Map.entry(party + "Country", "US"));
        }
        return form;
    }
}
