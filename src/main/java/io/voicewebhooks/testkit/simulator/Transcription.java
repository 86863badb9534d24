package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.Map;

/**
 * The text of a message, where {@code <Record transcribe="true">} asks for it
 * (<a href="https://www.twilio.com/docs/voice/twiml/record#transcribe">transcribe</a>). Without {@code transcribe} a
 * {@code transcribeCallback} is not asked.
 */
record Transcription(CallState line, Leg leg, Verb verb, Document document) {
    /** How long Twilio works on it, about: longer than on the file. */
    private static final Duration WORKING = Duration.ofSeconds(10);
    /** Error 13617. */
    private static final Duration TOO_SHORT = Duration.ofSeconds(2);

    private static final Duration TOO_LONG = Duration.ofSeconds(120);

    boolean isOn() {
        return verb.isOn("transcribe", false);
    }

    /**
     * Transcribes a recording that is finished.
     *
     * @param words what was said, empty if nothing could be understood
     */
    void of(Recording recording, String words) {
        if (!isOn()) {
            if (verb.has("transcribeCallback")) {
                line.problem("transcribeCallback without transcribe=\"true\" is never asked");
            }
            return;
        }
        if (recording.media() == null || !verb.has("transcribeCallback")) {
            return;
        }
        Duration length = recording.length();
        boolean tooLong = length.compareTo(TOO_SHORT) <= 0 || length.compareTo(TOO_LONG) >= 0;
        if (tooLong) {
            line.write("Twilio", "13617: transcribes what is longer than 2 s and shorter than 120 s");
        }
        String text = tooLong ? "" : words;
        String url = document.resolve(verb.attribute("transcribeCallback", ""));
        line.callbacks()
                .sendIn(
                        WORKING,
                        () -> new Webhook(Purpose.TRANSCRIPTION, "POST", url, parameters(recording, text, url)));
    }

    /** As captured, with the URL of the callback itself among them. */
    private Map<String, String> parameters(Recording recording, String text, String url) {
        String sid = Leg.sid("TR");
        Map<String, String> parameters = leg.parameters();
        parameters.put("TranscriptionSid", sid);
        parameters.put("TranscriptionType", "fast");
        parameters.put("TranscriptionStatus", text.isEmpty() ? "failed" : "completed");
        parameters.put("TranscriptionText", text);
        parameters.put("TranscriptionUrl", recording.url() + "/Transcriptions/" + sid);
        parameters.put("RecordingSid", recording.sid());
        parameters.put("RecordingUrl", recording.url());
        parameters.put("url", url);
        return parameters;
    }
}
