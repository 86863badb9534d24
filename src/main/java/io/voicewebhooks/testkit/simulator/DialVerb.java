package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Webhook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * <a href="https://www.twilio.com/docs/voice/twiml/dial">Dial</a>: connects the caller with somebody. Of several who ring at
 * once the first to pick up ends the ringing of the others
 * (<a href="https://www.twilio.com/docs/voice/twiml/number">Number</a>); that it does even if it does not pass the whisper
 * is what that sentence says, and was not seen.
 */
final class DialVerb {
    private static final int MOST_NUMBERS = 10;

    private final Interpreter interpreter;
    private final CallState line;
    private final Verb verb;
    private final Document document;
    private final List<CalledLeg> legs = new ArrayList<>();
    private Recording recording;
    private CalledLeg bridged;

    DialVerb(Interpreter interpreter, Verb verb, Document document) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
        this.verb = verb;
        this.document = document;
    }

    /** The request to {@code action}; none if there is no action, so that the next verb is done. */
    Optional<Webhook> perform() {
        List<Verb> nouns = nouns();
        if (nouns.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> result;
        try {
            String first = nouns.get(0).name();
            if (first.equals("Conference")) {
                result = new ConferenceNoun(interpreter, verb, nouns.get(0), document).join();
            } else if (first.equals("Queue")) {
                result = new QueueNoun(interpreter, verb, nouns.get(0), document).connect();
            } else {
                result = dial(nouns);
            }
        } catch (CallEndedException end) {
            leaves(end);
            throw end;
        }
        return verb.has("action") ? Optional.of(interpreter.action(verb, document, result)) : Optional.empty();
    }

    private List<Verb> nouns() {
        if (verb.children().isEmpty()) {
            return List.of(new Verb("Number", Map.of(), List.of(), verb.text()));
        }
        List<Verb> nouns = new ArrayList<>(verb.children());
        if (nouns.removeIf(noun -> noun.name().equals("Application"))) {
            line.write("Twilio", "<Application> is not simulated, nobody is dialled for it");
        }
        return nouns;
    }

    /**
     * The caller is gone, or redirected: what rings or talks ends, and the action is told
     * (<a href="https://twilio.com/changelog/changes-to-dial-behavior-for-enhanced-programmable-sip-feature-accounts">after a
     * redirect, too</a>). Its TwiML is not executed.
     */
    private void leaves(CallEndedException end) {
        legs.forEach(CalledLeg::stops);
        endRecording();
        if (!end.isRedirect()) {
            interpreter.leg().hungUp();
        }
        if (verb.has("action") && !legs.isEmpty()) {
            interpreter.lastAction(interpreter.action(verb, document, result()));
        }
    }

    private Map<String, String> dial(List<Verb> nouns) {
        String callerId = verb.attribute("callerId", interpreter.leg().from());
        if (nouns.size() > MOST_NUMBERS) {
            line.problem("<Dial> rings " + nouns.size() + " at once; allowed: " + MOST_NUMBERS);
        }
        nouns.forEach(noun ->
                legs.add(new CalledLeg(line, noun, document, line.caller().dial(callerId, CalledLeg.address(noun)))));
        if (verb.attribute("record", "").startsWith("record-from-ringing")) {
            record();
        }
        if (verb.isOn("sequential", false)) {
            legs.stream().takeWhile(leg -> bridged == null).forEach(leg -> ring(List.of(leg)));
        } else {
            ring(legs);
        }
        if (bridged != null) {
            converse();
        }
        endRecording();
        return result();
    }

    private void ring(List<CalledLeg> group) {
        bridged = new Ringing(line, group)
                .until(verb.seconds("timeout", 30))
                .filter(CalledLeg::accepts)
                .orElse(null);
    }

    private void converse() {
        interpreter.leg().answers(line.now());
        if (verb.attribute("record", "").startsWith("record-from-answer") || verb.isOn("record", false)) {
            record();
        }
        line.turns().talk(bridged.who(), "to ", verb);
        bridged.ends(Callee.Reaction.ANSWERS);
    }

    private void record() {
        int channels = verb.attribute("record", "").endsWith("-dual") ? 2 : 1;
        recording = new Recording(
                line, "DialVerb", channels, Callback.of(verb, document, "recordingStatusCallback", "completed"), null);
    }

    private void endRecording() {
        if (recording != null) {
            recording.finish();
        }
    }

    /** What the {@code action} is told; a callee who did not pass the whisper was answered, but not bridged. */
    private Map<String, String> result() {
        CalledLeg told = legs.stream()
                .filter(leg -> leg.leg().isAnswered())
                .reduce((one, other) -> other)
                .orElse(legs.get(legs.size() - 1));
        Map<String, String> result = new HashMap<>();
        result.put("DialCallStatus", told.leg().status());
        result.put("DialCallSid", told.leg().sid());
        result.put("DialBridged", String.valueOf(bridged != null));
        if (told.leg().isAnswered()) {
            result.put("DialCallDuration", String.valueOf(told.leg().seconds(line.now())));
        }
        if (told.isSip()) {
            result.put("DialSipCallId", told.leg().sid() + "@simulator");
            result.put("DialSipResponseCode", told.sipResponseCode());
        }
        if (recording != null) {
            result.putAll(recording.actionParameters());
        }
        return result;
    }
}
