package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Webhook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        verb.children().forEach(child -> interpreter.speak(child, document));
        Action action = interpreter.person().at(Person.Prompt.GATHER);
        if (action instanceof Action.Press press && input.contains("dtmf")) {
            return Optional.of(pressed(press.keys()));
        } else if (action instanceof Action.Say say && input.contains("speech")) {
            line.write(interpreter.who(), "says \"" + say.text() + "\"");
            return Optional.of(
                    interpreter.action(verb, document, Map.of("SpeechResult", say.text(), "Confidence", CONFIDENCE)));
        } else if (action instanceof Action.HangUp) {
            throw interpreter.hangsUp();
        }
        return nothing(action);
    }

    private Webhook pressed(String keys) {
        line.write(interpreter.who(), "presses " + keys);
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
        if (digits.length() < most && !parameters.containsKey("FinishedOnKey")) {
            line.passes(verb.seconds("timeout", 5));
        }
        parameters.put("Digits", digits.toString());
        parameters.put("msg", "Gather End");
        return interpreter.action(verb, document, parameters);
    }

    private Optional<Webhook> nothing(Action action) {
        String unheard = "does nothing";
        if (action instanceof Action.Press press) {
            unheard = "presses " + press.keys() + ", but <Gather> listens for speech only";
        } else if (action instanceof Action.Say say) {
            unheard = "says \"" + say.text() + "\", but <Gather> listens for keys only";
        }
        line.write(interpreter.who(), unheard);
        line.passes(verb.seconds("timeout", 5));
        return verb.isOn("actionOnEmptyResult", false)
                ? Optional.of(interpreter.action(verb, document, Map.of("Digits", "", "msg", "Gather End")))
                : Optional.empty();
    }
}
