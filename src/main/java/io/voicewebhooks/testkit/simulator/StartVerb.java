package io.voicewebhooks.testkit.simulator;

/**
 * <a href="https://www.twilio.com/docs/voice/twiml/recording">Start</a>: what goes on beside the call, of which a recording
 * is simulated.
 */
record StartVerb(CallState line, Verb verb, Document document) {

    void perform() {
        for (Verb noun : verb.children()) {
            if (!noun.name().equals("Recording")) {
                line.write("Twilio", "<" + noun.name() + "> is not simulated");
                continue;
            }
            String url = noun.attribute("recordingStatusCallback", "");
            if (!url.isEmpty() && !url.matches("https?://.*")) {
                line.problem("11200: recordingStatusCallback of <Recording> must be absolute, not \"" + url + "\"");
                continue;
            }
            int channels = noun.attribute("channels", "dual").equals("mono") ? 1 : 2;
            Callback callback = Callback.of(noun, document, "recordingStatusCallback", "completed");
            // it ends with the call
            new Recording(line, "StartCallRecordingTwiML", channels, callback, null);
        }
    }
}
