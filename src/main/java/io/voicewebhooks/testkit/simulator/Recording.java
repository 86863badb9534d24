package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A recording, from its beginning to the callback that says that its file is there
 * (<a href="https://www.twilio.com/docs/voice/api/recording#recordingstatuscallback">Recording status callback</a>).
 */
final class Recording {
    /** How long Twilio works on the file, about. */
    private static final Duration PROCESSING = Duration.ofSeconds(3);

    private static final String TOO_SHORT = "16101";
    private static final String SILENT = "16102";
    private static final String NO_PUBLIC_KEY = "16105";

    private final CallState line;
    private final String sid = Leg.sid("RE");
    private final String source;
    private final int channels;
    private final Callback callback;
    private final String conferenceSid;
    private final Instant start;
    private final Duration begun;
    private boolean finished;
    private Duration length = Duration.ZERO;
    private Media media;

    /**
     * Begins to record.
     *
     * @param source        as {@code RecordingSource}
     * @param callback      null if nobody wants to know
     * @param conferenceSid null for a recording of a call
     */
    Recording(CallState line, String source, int channels, Callback callback, String conferenceSid) {
        this.line = line;
        this.source = source;
        this.channels = channels;
        this.callback = callback;
        this.conferenceSid = conferenceSid;
        this.start = line.time();
        this.begun = line.now();
        line.recordings().add(this);
        tell("in-progress", "in-progress", "0", "", Duration.ZERO);
    }

    /** Ends it, if it did not end before, with as much sound as time has passed. */
    void finish() {
        if (!finished) {
            finish(Audio.tone(line.now().minus(begun)));
        }
    }

    /** Ends it with a certain sound. */
    void finish(Audio audio) {
        finished = true;
        length = audio.length();
        if (line.simulator().has(Fault.RECORDING_FAILED)) {
            tell("failed", "completed", NO_PUBLIC_KEY, "", PROCESSING);
        } else if (line.simulator().has(Fault.RECORDING_ABSENT)) {
            tell("absent", "absent", SILENT, "", PROCESSING);
        } else if (length.toSeconds() == 0) {
            tell("absent", "absent", TOO_SHORT, "", PROCESSING);
        } else {
            keep(audio);
        }
    }

    private void keep(Audio audio) {
        String details = "";
        byte[] bytes = audio.bytes();
        if (line.simulator().encryption().isPresent()) {
            RecordingEncryption.Encrypted encrypted =
                    line.simulator().encryption().get().encrypt(bytes);
            bytes = encrypted.bytes();
            details = encrypted.details();
        }
        media = new Media(bytes, audio.contentType(), channels, line.simulator().troubles());
        line.simulator().recordings().hold(sid, media);
        tell("completed", "completed", "0", details, PROCESSING);
    }

    private void tell(String status, String event, String errorCode, String details, Duration delay) {
        // in the order of captured callbacks
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("RecordingSource", source);
        if (source.equals("StartCallRecordingTwiML")) {
            parameters.put("RecordingTrack", "both");
        }
        parameters.put("RecordingSid", sid);
        if (status.equals("completed")) {
            parameters.put("RecordingUrl", url());
        }
        parameters.put("RecordingStatus", status);
        parameters.put("RecordingChannels", String.valueOf(channels));
        parameters.put("ErrorCode", errorCode);
        if (conferenceSid == null) {
            parameters.put("CallSid", line.caller().sid());
        } else {
            parameters.put("ConferenceSid", conferenceSid);
        }
        parameters.put("RecordingStartTime", Leg.timestamp(start));
        parameters.put("AccountSid", line.caller().accountSid());
        if (status.equals("completed")) {
            parameters.put("RecordingDuration", String.valueOf(length.toSeconds()));
        }
        if (!details.isEmpty()) {
            parameters.put("EncryptionDetails", details);
        }
        line.simulator().records().recording(parameters, line.time().plus(delay));
        if (callback != null && callback.events().contains(event)) {
            line.callbacks()
                    .sendIn(
                            delay,
                            () -> new Webhook(Purpose.RECORDING_STATUS, callback.method(), callback.url(), parameters));
        }
    }

    String url() {
        return line.simulator().recordingUrlBase() + "/2010-04-01/Accounts/"
                + line.caller().accountSid() + "/Recordings/" + sid;
    }

    /** What the {@code action} of the verb is told of it. */
    Map<String, String> actionParameters() {
        return Map.of(
                "RecordingUrl", url(), "RecordingSid", sid, "RecordingDuration", String.valueOf(length.toSeconds()));
    }

    String sid() {
        return sid;
    }

    Duration length() {
        return length;
    }

    /** Its file, null if there is none. */
    Media media() {
        return media;
    }
}
