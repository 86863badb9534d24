package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** <a href="https://www.twilio.com/docs/voice/twiml/queue">Queue</a>: connects with whoever waits in a queue. */
final class QueueNoun {
    private static final Duration WAITED = Duration.ofSeconds(30);

    private final Interpreter interpreter;
    private final CallState line;
    private final Verb dial;
    private final Verb noun;
    private final Document document;

    QueueNoun(Interpreter interpreter, Verb dial, Verb noun, Document document) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
        this.dial = dial;
        this.noun = noun;
        this.document = document;
    }

    /** Returns what the {@code action} of the verb is told. */
    Map<String, String> connect() {
        Leg caller = interpreter.leg();
        Leg waiting = Leg.inbound(caller.accountSid(), "anonymous", caller.to(), Map.of());
        Callee callee = line.simulator().calleeAt(noun.text());
        Map<String, String> result = new HashMap<>(Map.of("DialCallSid", waiting.sid()));
        line.notes().dialled().add(noun.text());
        if (!callee.answers()) {
            line.write(line.who(), "waits for somebody in the queue " + noun.text());
            line.waits("nobody in the queue " + noun.text(), dial.seconds("timeout", 30));
            result.putAll(Map.of("DialCallStatus", "no-answer", "DialBridged", "false"));
            return result;
        }
        waiting.answers(line.now());
        result.put("DialCallStatus", "completed");
        if (noun.has("url") && !whisper(waiting)) {
            result.putAll(Map.of("DialBridged", "false", "DialCallDuration", "0"));
            return result;
        }
        line.talk(noun.text(), "to somebody of the queue ", DialVerb.LONGEST);
        result.put("DialBridged", "true");
        result.put("DialCallDuration", String.valueOf(waiting.seconds(line.now())));
        return result;
    }

    /** Lets the one who waited hear something; returns whether the two may be connected. */
    private boolean whisper(Leg waiting) {
        Map<String, String> parameters = waiting.parameters();
        parameters.put("QueueSid", Leg.sid("QU"));
        parameters.put("QueueTime", String.valueOf(WAITED.toSeconds()));
        parameters.put("DequeingCallSid", interpreter.leg().sid());
        String url = document.resolve(noun.attribute("url", ""));
        try {
            new Interpreter(line, waiting, noun.text())
                    .follow(new Webhook(Purpose.WHISPER, noun.method("method"), url, parameters));
            return true;
        } catch (CallEndedException end) {
            if (end.leg() != waiting) {
                throw end;
            }
            return false;
        }
    }
}
