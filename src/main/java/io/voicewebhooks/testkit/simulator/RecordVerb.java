package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** <a href="https://www.twilio.com/docs/voice/twiml/record">Record</a>: records a message. */
final class RecordVerb {
    private final Interpreter interpreter;
    private final CallState line;
    private final Verb verb;
    private final Document document;
    private Audio audio = Audio.tone(Duration.ZERO);

    RecordVerb(Interpreter interpreter, Verb verb, Document document) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
        this.verb = verb;
        this.document = document;
    }

    Optional<Webhook> perform() {
        if (verb.isOn("transcribe", false)) {
            line.write("Twilio", "a transcription is not simulated");
        }
        if (verb.isOn("playBeep", true)) {
            line.write(interpreter.who(), "hears a beep");
        }
        Recording recording = new Recording(
                line, "RecordVerb", 1, Callback.of(verb, document, "recordingStatusCallback", "completed"), null);
        try {
            String digits = listen();
            recording.finish(audio);
            return Optional.of(interpreter.action(verb, document, parameters(recording, digits)));
        } catch (CallEndedException end) {
            recording.finish(audio);
            if (end.leg() == interpreter.leg()) {
                interpreter.leg().is("completed");
                interpreter.lastAction(interpreter.action(verb, document, parameters(recording, "hangup")));
            }
            throw end;
        }
    }

    /** Records until a key, silence or the greatest length ends it; returns the key. */
    private String listen() {
        Duration longest = verb.seconds("maxLength", 3_600);
        String finish = verb.attribute("finishOnKey", "1234567890*#");
        while (true) {
            Action action = interpreter.person().at(Person.Prompt.RECORD);
            if (action instanceof Action.Speak speak) {
                audio = speak.audio();
                line.write(interpreter.who(), "speaks for " + audio.length().toSeconds() + " s");
                if (audio.length().compareTo(longest) >= 0) {
                    audio = new Audio(audio.bytes(), audio.contentType(), longest);
                    line.passes(longest);
                    return "";
                }
                line.passes(audio.length());
            } else if (action instanceof Action.Press press) {
                line.write(interpreter.who(), "presses " + press.keys());
                for (String key : press.keys().split("")) {
                    if (finish.contains(key)) {
                        return key;
                    }
                }
            } else if (action instanceof Action.HangUp) {
                throw interpreter.hangsUp();
            } else {
                Duration timeout = verb.seconds("timeout", 5);
                line.passes(timeout.isZero() ? longest : timeout);
                return "";
            }
        }
    }

    private static Map<String, String> parameters(Recording recording, String digits) {
        Map<String, String> parameters = new HashMap<>(recording.actionParameters());
        parameters.put("Digits", digits);
        return parameters;
    }
}
