package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.simulator.Telephones.Act;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does what TwiML says, for one leg of a call and the person at its end. */
final class Interpreter {
    /** Verbs that Twilio knows and this class does not. */
    private static final Set<String> NOT_SIMULATED =
            Set.of("Connect", "Echo", "Pay", "Prompt", "Queue", "Refer", "Sms", "Stop");

    private final CallState line;
    private final Leg leg;
    private final String who;
    private final Documents documents;
    private final Speaker speaker;

    /**
     * @param who the person is, in the transcript
     */
    Interpreter(CallState line, Leg leg, String who) {
        this.line = line;
        this.leg = leg;
        this.who = who;
        this.documents = new Documents(line, leg, who);
        this.speaker = new Speaker(this);
    }

    CallState line() {
        return line;
    }

    Leg leg() {
        return leg;
    }

    String who() {
        return who;
    }

    Speaker speaker() {
        return speaker;
    }

    /**
     * Waits for what the person does.
     *
     * @throws CallEndedException if it is hanging up
     */
    Act ask(CallStep step) {
        Act act = line.turns().ask(List.of(step));
        if (act.action() instanceof Action.HangUp) {
            throw hangsUp();
        }
        return act;
    }

    /** What is to be thrown when the person hangs up. */
    CallEndedException hangsUp() {
        line.write(who, "hangs up");
        return new CallEndedException(leg, CallEndedException.Reason.HUNG_UP);
    }

    /**
     * Asks for TwiML and does what it says, and what the documents say to which it leads, until one comes to its end.
     *
     * @throws CallEndedException if the call is over before
     */
    void follow(Webhook first) {
        Optional<Webhook> next = Optional.of(first);
        while (next.isPresent()) {
            next = perform(documents.fetch(next.get()));
        }
    }

    /** Does what a document says, up to the verb that leads to another one. */
    private Optional<Webhook> perform(Document document) {
        for (Verb verb : document.verbs()) {
            Optional<Webhook> next = perform(verb, document);
            if (next.isPresent()) {
                return next;
            }
        }
        return Optional.empty();
    }

    /** Says which verb, or which part of one, it is now. */
    void runs(Verb verb, Document document) {
        line.tell(at -> new CallEvent.Running(at, who, document.request(), verb.name(), verb.offset()));
    }

    private Optional<Webhook> perform(Verb verb, Document document) {
        runs(verb, document);
        answer(verb);
        switch (verb.name()) {
            case "Say", "Play", "Pause" -> speaker.speak(verb, document, false);
            case "Gather" -> {
                return new GatherVerb(this, verb, document).perform();
            }
            case "Record" -> {
                return new RecordVerb(this, verb, document).perform();
            }
            case "Dial", "Enqueue" -> {
                return leaveTo(verb, document);
            }
            case "Redirect" -> {
                String url = verb.text().isEmpty() ? document.asked() : document.resolve(verb.text());
                return Optional.of(new Webhook(Purpose.REDIRECT, verb.method("method"), url, leg.parameters()));
            }
            case "Reject" -> reject(verb);
            case "Hangup" -> {
                line.write("Twilio", "hangs up");
                throw new CallEndedException(leg, CallEndedException.Reason.FINISHED);
            }
            case "Leave" -> throw new CallEndedException(leg, CallEndedException.Reason.LEFT_QUEUE);
            case "Start" -> new StartVerb(line, verb, document).perform();
            default -> unknown(verb.name());
        }
        return Optional.empty();
    }

    private void answer(Verb verb) {
        boolean waits = Set.of("Pause", "Reject").contains(verb.name())
                || verb.name().equals("Dial") && verb.isOn("answerOnBridge", false);
        if (!waits) {
            leg.answers(line.now());
        }
    }

    /** Connects the caller; whoever is called hears a whisper first, which may not. */
    private Optional<Webhook> leaveTo(Verb verb, Document document) {
        if (leg != line.caller()) {
            String code = verb.name().equals("Dial") ? "13201: " : "";
            line.problem(code + "<" + verb.name() + "> is not allowed in a whisper, it is skipped");
            return Optional.empty();
        }
        return verb.name().equals("Dial")
                ? new DialVerb(this, verb, document).perform()
                : new EnqueueVerb(this, verb, document).perform();
    }

    private void unknown(String verb) {
        if (NOT_SIMULATED.contains(verb)) {
            line.write("Twilio", "<" + verb + "> is not simulated, the call goes on with what follows it");
        } else {
            line.problem("12200: <" + verb + "> is no verb of TwiML, it is skipped");
        }
    }

    private void reject(Verb verb) {
        boolean busy = verb.attribute("reason", "rejected").equals("busy");
        line.write("Twilio", busy ? "rejects the call as busy" : "rejects the call");
        if (leg.isAnswered()) {
            throw new CallEndedException(leg, CallEndedException.Reason.FINISHED);
        }
        throw new CallEndedException(
                leg, busy ? CallEndedException.Reason.REJECTED_BUSY : CallEndedException.Reason.REJECTED);
    }

    /** The request to the {@code action} of a verb, or to the document's own URL where it names none. */
    Webhook action(Verb verb, Document document, Map<String, String> more) {
        String url = verb.has("action") ? document.resolve(verb.attribute("action", "")) : document.asked();
        Map<String, String> parameters = leg.parameters();
        parameters.putAll(more);
        return new Webhook(Purpose.ACTION, verb.method("method"), url, parameters);
    }

    /** Makes such a request after the person hung up: the answer is not executed. */
    void lastAction(Webhook action) {
        documents.fetchInVain(action);
    }
}
