package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** <a href="https://www.twilio.com/docs/voice/twiml/record">Record</a>: records a message. */
final class RecordVerb {
    private static final Duration A_KEY = Duration.ofSeconds(1);

    private final Interpreter interpreter;
    private final CallState line;
    private final Verb verb;
    private final Document document;
    private final Transcription transcription;
    private Audio audio = Audio.tone(Duration.ZERO);
    private String words = "";

    RecordVerb(Interpreter interpreter, Verb verb, Document document) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
        this.verb = verb;
        this.document = document;
        this.transcription = new Transcription(line, interpreter.leg(), verb, document);
    }

    Optional<Webhook> perform() {
        if (verb.isOn("playBeep", true)) {
            line.write(interpreter.who(), "hears a beep");
        }
        Recording recording = new Recording(
                line, "RecordVerb", 1, Callback.of(verb, document, "recordingStatusCallback", "completed"), null);
        try {
            String digits = listen();
            finish(recording);
            return Optional.of(interpreter.action(verb, document, parameters(recording, digits)));
        } catch (CallEndedException end) {
            finish(recording);
            if (end.leg() == interpreter.leg() && !end.isRedirect()) {
                interpreter.leg().hungUp();
                interpreter.lastAction(interpreter.action(verb, document, parameters(recording, "hangup")));
            }
            throw end;
        }
    }

    private void finish(Recording recording) {
        recording.finish(audio);
        transcription.of(recording, words);
    }

    /** Records until a key, silence or the greatest length ends it; returns the key. */
    private String listen() {
        Duration longest = Duration.ofSeconds(verb.number("maxLength", transcription.isOn() ? 120 : 3_600));
        String finish = verb.attribute("finishOnKey", "1234567890*#");
        boolean beep = verb.isOn("playBeep", true);
        Duration spoken = Duration.ZERO;
        while (true) {
            boolean beeps = beep;
            Action action = interpreter
                    .ask(line.turns()
                            .step(id -> new CallStep.Record(
                                    id, interpreter.who(), beeps, finish, verb.number("timeout", 5), (int)
                                            longest.toSeconds())))
                    .action();
            beep = false;
            if (action instanceof Action.Press press) {
                for (String key : press.keys().split("")) {
                    if (finish.contains(key)) {
                        return key;
                    }
                }
            } else if (action instanceof Action.Speak speak) {
                audio = speak.audio();
                words = speak.text();
            } else if (action instanceof Action.Say say) {
                audio = Audio.tone(Speaker.spoken(say.text()));
                words = say.text();
                line.passes(audio.length());
            } else {
                return "";
            }
            spoken = spoken.plus(action instanceof Action.Press ? A_KEY : audio.length());
            if (audio.length().compareTo(longest) >= 0) {
                audio = new Audio(audio.bytes(), audio.contentType(), longest);
            }
            if (spoken.compareTo(longest) >= 0) {
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
