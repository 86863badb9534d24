package io.voicewebhooks.testkit.request;

/** What Twilio makes a request for. */
public enum Purpose {
    INCOMING_CALL("incoming call"),
    ACTION("action"),
    REDIRECT("redirect"),
    WHISPER("whisper"),
    WAIT("wait"),
    FALLBACK("fallback"),
    AUDIO("audio"),
    CALL_STATUS("call status"),
    CONFERENCE_STATUS("conference status"),
    RECORDING_STATUS("recording status");

    private final String label;

    Purpose(String label) {
        this.label = label;
    }

    /** As people call it. */
    public String label() {
        return label;
    }

    /** Whether nobody waits for the answer, and its body means nothing. */
    public boolean isCallback() {
        return this == CALL_STATUS || this == CONFERENCE_STATUS || this == RECORDING_STATUS;
    }
}
