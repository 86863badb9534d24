package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Somebody's telephone that {@code <Dial>} or the application rings, with the status callbacks of its noun
 * (<a href="https://www.twilio.com/docs/voice/twiml/number#statuscallbackevent">statusCallbackEvent</a>) and
 * <a href="https://www.twilio.com/docs/voice/answering-machine-detection">answering machine detection</a>.
 */
final class CalledLeg {
    /** How long it takes to find out who answered, about. */
    static final Duration DETECTION = Duration.ofSeconds(3);

    private final CallState line;
    private final Verb noun;
    private final Document document;
    private final Leg leg;
    private final Callee callee;
    private final Callback callback;
    private boolean ringing;
    private Callee.Reaction end;

    CalledLeg(CallState line, Verb noun, Document document, Leg leg) {
        this.line = line;
        this.noun = noun;
        this.document = document;
        this.leg = leg;
        this.callee = line.simulator().calleeAt(noun.text());
        this.callback = Callback.of(noun, document, "statusCallback", "completed");
    }

    /** As the parameter {@code To} has it. */
    static String address(Verb noun) {
        return noun.name().equals("Client") ? "client:" + noun.text() : noun.text();
    }

    Leg leg() {
        return leg;
    }

    String who() {
        return noun.text();
    }

    boolean isSip() {
        return noun.name().equals("Sip");
    }

    /** Whether it rings, and nobody took it yet. */
    boolean isRinging() {
        return ringing && !leg.isAnswered() && end == null;
    }

    /** Of a leg that is over. */
    String sipResponseCode() {
        return end.sipResponseCode();
    }

    void dialled() {
        line.notes().dialled().add(who());
        line.record(leg);
        report("initiated");
    }

    /** It rings, if it can. */
    void rings() {
        if (callee.reaction() == Callee.Reaction.BUSY || callee.reaction() == Callee.Reaction.FAILED) {
            ends(callee.reaction());
            return;
        }
        ringing = true;
        leg.is("ringing");
        line.write(who(), "rings");
        report("ringing");
    }

    /** Somebody, or a mailbox, picks it up. */
    void answers(Callee.Answerer by) {
        leg.answers(line.now());
        line.write(who(), "answers");
        report("answered");
        if (noun.has("machineDetection")) {
            detect(by.answeredBy(noun.attribute("machineDetection", "")));
        }
    }

    private void detect(String answeredBy) {
        leg.answeredBy(answeredBy);
        Callback told = Callback.of(noun, document, "amdStatusCallback", "");
        if (told == null) {
            if (leg != line.caller()) {
                line.write("Twilio", "21262: machineDetection without amdStatusCallback, nobody is told");
            }
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("CallSid", leg.sid());
        parameters.put("AccountSid", leg.accountSid());
        parameters.put("AnsweredBy", answeredBy);
        parameters.put("MachineDetectionDuration", String.valueOf(DETECTION.toMillis()));
        line.callbacks()
                .sendIn(DETECTION, () -> new Webhook(Purpose.MACHINE_DETECTION, told.method(), told.url(), parameters));
    }

    /** Whoever picked it up hears the whisper, if there is one. Returns whether the caller may be connected. */
    boolean accepts() {
        if (!noun.has("url")) {
            return true;
        }
        Webhook whisper = new Webhook(
                Purpose.WHISPER, noun.method("method"), document.resolve(noun.attribute("url", "")), leg.parameters());
        try {
            new Interpreter(line, leg, who()).follow(whisper);
            return true;
        } catch (CallEndedException end) {
            if (end.leg() != leg) {
                throw end;
            }
            ends(Callee.Reaction.ANSWERS);
            return false;
        }
    }

    /** It is over, if it was not over before. */
    void ends(Callee.Reaction reaction) {
        if (end == null) {
            end = reaction;
            leg.is(reaction.status());
            line.record(leg);
            line.write(who(), "is done: " + reaction.status());
            if (asksFor("completed")) {
                send(leg.finalStatusCallback(line.time(), line.now(), reaction.sipResponseCode()));
            }
        }
    }

    /** It is over because caller or application hung up. */
    void stops() {
        ends(leg.isAnswered() ? Callee.Reaction.ANSWERS : Callee.Reaction.NO_ANSWER);
    }

    private void report(String event) {
        if (asksFor(event)) {
            send(leg.statusCallback(line.time()));
        }
    }

    private boolean asksFor(String event) {
        return callback != null && callback.events().contains(event);
    }

    private void send(Map<String, String> parameters) {
        line.callbacks().send(new Webhook(Purpose.CALL_STATUS, callback.method(), callback.url(), parameters));
    }
}
