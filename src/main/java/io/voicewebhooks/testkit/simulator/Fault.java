package io.voicewebhooks.testkit.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can go wrong between Twilio and an application. */
public enum Fault {
    CALLBACKS_TWICE("each callback comes twice"),
    CALLBACKS_REVERSED("callbacks wait until the call is over and come last first"),
    CALLBACKS_LATE("callbacks wait until the call is over"),
    CALLBACKS_FORGED("each callback comes signed with another token first, and must be refused"),
    CALLBACKS_GET("callbacks come by GET"),
    RECORDING_404("the recording is not there at the first request"),
    RECORDING_TRUNCATED("the first download breaks off half-way"),
    RECORDING_ABSENT("nothing was recorded"),
    RECORDING_FAILED("the recording failed"),
    RECORDING_ENCRYPTED("the recording is encrypted, for voice.recording.private-key if it is set"),
    CONNECTION_DROPPED("the connection of each first try is lost before the reply is read");

    private final String meaning;

    Fault(String meaning) {
        this.meaning = meaning;
    }

    /** As it is typed, for example {@code callbacks-twice}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, for people. */
    public String meaning() {
        return meaning;
    }

    /**
     * The trouble of a label.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static Fault of(String label) {
        return Arrays.stream(values())
                .filter(trouble -> trouble.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown trouble: " + label + "; there are "
                        + Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "))));
    }
}
