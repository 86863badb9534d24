package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** <a href="https://www.twilio.com/docs/voice/twiml/gather">Gather</a>: listens for keys or speech. */
final class GatherVerb {
    private static final String CONFIDENCE = "0.9";

    private final Interpreter interpreter;
    private final CallState line;
    private final Verb verb;
    private final Document document;
    private final List<String> input;

    GatherVerb(Interpreter interpreter, Verb verb, Document document) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
        this.verb = verb;
        this.document = document;
        this.input = verb.values("input", "dtmf");
    }

    /** The request to {@code action}; none if nothing came, so that the next verb is done. */
    Optional<Webhook> perform() {
        Optional<Action> early = speak();
        String keys = early.orElse(null) instanceof Action.Press press && input.contains("dtmf") ? press.keys() : "";
        CallStep.Gather prompt = prompt(keys);
        boolean enough = early.isPresent() && prompt.hears(early.get()) && (keys.isEmpty() || prompt.complete(keys));
        if (!enough) {
            interpreter.runs(verb, document);
        }
        Action action = enough ? early.get() : interpreter.ask(prompt).action();
        if (!prompt.hears(action)) {
            return nothing(action);
        }
        return Optional.of(action instanceof Action.Press press ? pressed(press.keys()) : said((Action.Say) action));
    }

    private CallStep.Gather prompt(String digits) {
        return line.turns()
                .step(id -> new CallStep.Gather(
                        id,
                        interpreter.who(),
                        input,
                        verb.number("numDigits", 0),
                        verb.attribute("finishOnKey", "#"),
                        digits,
                        verb.attribute("language", "en-US"),
                        hints(),
                        verb.number("timeout", 5)));
    }

    private List<String> hints() {
        return Stream.of(verb.attribute("hints", "").split(","))
                .map(String::strip)
                .filter(hint -> !hint.isEmpty())
                .toList();
    }

    /** Says what is in the verb, until a key breaks it off. */
    private Optional<Action> speak() {
        for (Verb child : verb.children()) {
            interpreter.runs(child, document);
            Optional<Action> broken = interpreter.speaker().speak(child, document, verb.isOn("bargeIn", true));
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Webhook said(Action.Say say) {
        if (verb.has("partialResultCallback")) {
            partialResults(say.text().strip().split("\\s+"));
        }
        return interpreter.action(verb, document, Map.of("SpeechResult", say.text(), "Confidence", CONFIDENCE));
    }

    /**
     * Sends one for each further word; no word counts as stable before the end, for it is not written when Twilio thinks so
     * (<a href="https://www.twilio.com/docs/voice/twiml/gather#partialresultcallback">partialResultCallback</a>).
     */
    private void partialResults(String[] words) {
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            heard.append(i == 0 ? "" : " ").append(words[i]);
            Map<String, String> parameters = interpreter.leg().parameters();
            parameters.put("SequenceNumber", String.valueOf(i));
            parameters.put("UnstableSpeechResult", heard.toString());
            parameters.put("StableSpeechResult", "");
            line.callbacks()
                    .send(new Webhook(
                            Purpose.PARTIAL_RESULT,
                            verb.method("partialResultCallbackMethod"),
                            document.resolve(verb.attribute("partialResultCallback", "")),
                            parameters));
        }
    }

    private Webhook pressed(String keys) {
        String finish = verb.attribute("finishOnKey", "#");
        int most = verb.number("numDigits", Integer.MAX_VALUE);
        Map<String, String> parameters = new HashMap<>();
        StringBuilder digits = new StringBuilder();
        for (String key : keys.split("")) {
            if (finish.contains(key) && !finish.isEmpty()) {
                parameters.put("FinishedOnKey", key);
                break;
            }
            digits.append(key);
            if (digits.length() == most) {
                break;
            }
        }
        parameters.put("Digits", digits.toString());
        parameters.put("msg", "Gather End");
        return interpreter.action(verb, document, parameters);
    }

    private Optional<Webhook> nothing(Action action) {
        if (action instanceof Action.Press) {
            line.write("Twilio", "hears no keys: <Gather> listens for speech only");
        } else if (action instanceof Action.Say) {
            line.write("Twilio", "hears no speech: <Gather> listens for keys only");
        }
        // what comes where keys are not listened for is not written: only that the request is made
        Map<String, String> empty = input.contains("dtmf") ? Map.of("Digits", "", "msg", "Gather End") : Map.of();
        return verb.isOn("actionOnEmptyResult", false)
                ? Optional.of(interpreter.action(verb, document, empty))
                : Optional.empty();
    }
}
