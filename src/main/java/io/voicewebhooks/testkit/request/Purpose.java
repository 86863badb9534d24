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
    RECORDING_STATUS("recording status"),
    TRANSCRIPTION("transcription"),
    PARTIAL_RESULT("partial result"),
    MACHINE_DETECTION("machine detection");

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
        return ordinal() >= CALL_STATUS.ordinal();
    }
}
