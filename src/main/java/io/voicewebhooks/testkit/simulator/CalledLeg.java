package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import java.util.Map;

/**
 * Somebody's telephone that {@code <Dial>} rings, with the status callbacks of its noun
 * (<a href="https://www.twilio.com/docs/voice/twiml/number#statuscallbackevent">statusCallbackEvent</a>).
 */
final class CalledLeg {
    private final CallState line;
    private final Verb noun;
    private final Document document;
    private final Leg leg;
    private final Callee callee;
    private final Callback callback;
    private boolean ringing;
    private boolean over;

    CalledLeg(CallState line, Verb noun, Document document, String callerId) {
        this.line = line;
        this.noun = noun;
        this.document = document;
        this.leg = line.caller().dial(callerId, address(noun));
        this.callee = line.simulator().calleeAt(noun.text());
        this.callback = Callback.of(noun, document, "statusCallback", "completed");
    }

    /** As the parameter {@code To} has it. */
    private static String address(Verb noun) {
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

    Callee callee() {
        return callee;
    }

    /** Whether it rings, and nobody took it yet. */
    boolean isRinging() {
        return ringing && !leg.isAnswered() && !over;
    }

    boolean isOver() {
        return over;
    }

    void dialled() {
        line.dialled().add(who());
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
    void answers() {
        leg.answers(line.now());
        line.write(who(), "answers");
        report("answered");
    }

    /** Whoever picked it up hears the whisper, if there is one. Returns whether the caller may be connected. */
    boolean accepts() {
        if (!noun.has("url")) {
            return true;
        }
        Webhook whisper = new Webhook(
                Purpose.WHISPER, noun.method("method"), document.resolve(noun.attribute("url", "")), leg.parameters());
        try {
            new Interpreter(line, leg, callee.person(), who()).follow(whisper);
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
        if (!over) {
            over = true;
            leg.is(reaction.status());
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
