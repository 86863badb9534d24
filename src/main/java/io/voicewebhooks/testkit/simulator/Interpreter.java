package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.simulator.Telephones.Act;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does what TwiML says, for one leg of a call and the person at its end. */
final class Interpreter {
    /** Verbs that Twilio knows and this class does not. */
    private static final Set<String> NOT_SIMULATED =
            Set.of("Connect", "Echo", "Pay", "Prompt", "Queue", "Refer", "Sms", "Stop");

    private static final int CHARACTERS_A_SECOND = 15;
    private static final int PLAYING_SECONDS = 5;
    private static final int MOST_LOOPS = 1_000;

    private final CallState line;
    private final Leg leg;
    private final String who;
    private final Documents documents;

    /**
     * @param who the person is, in the transcript
     */
    Interpreter(CallState line, Leg leg, String who) {
        this.line = line;
        this.leg = leg;
        this.who = who;
        this.documents = new Documents(line, leg, who);
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

    /**
     * Waits for what the person does.
     *
     * @throws CallEndedException if it is hanging up
     */
    Act ask(Step step) {
        Act act = line.ask(List.of(step));
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
            case "Say", "Play", "Pause" -> speak(verb, document, false);
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

    /**
     * Lets the person hear {@code <Say>}, {@code <Play>} and {@code <Pause>}, and waits until it is over.
     *
     * @param interruptible whether keys and words break it off, which are returned then
     */
    Optional<Action> speak(Verb verb, Document document, boolean interruptible) {
        return output(verb, document, interruptible)
                .map(step -> ask(step).action())
                .filter(action -> action instanceof Action.Press || action instanceof Action.Say);
    }

    private Optional<Step> output(Verb verb, Document document, boolean interruptible) {
        int loop = verb.number("loop", 1);
        int times = loop == 0 ? MOST_LOOPS : Math.min(loop, MOST_LOOPS);
        int playing = PLAYING_SECONDS * times;
        switch (verb.name()) {
            case "Say" -> {
                Speech speech = Speech.of(verb);
                line.hears(who, speech);
                int seconds = (int) spoken(speech.text()).toSeconds() * times;
                return Optional.of(line.step(id -> new Step.Say(
                        id, who, speech.text(), speech.language(), speech.voice(), times, seconds, interruptible)));
            }
            case "Play" -> {
                String digits = verb.attribute("digits", "");
                if (!digits.isBlank()) {
                    line.hears(who, Speech.sound("tones " + digits));
                    return Optional.of(line.step(id -> new Step.Tones(id, who, digits, playing, interruptible)));
                }
                String url = document.resolve(verb.text());
                fetch(url);
                return Optional.of(line.step(id -> new Step.Play(id, who, url, times, playing, interruptible)));
            }
            case "Pause" -> {
                int seconds = verb.number("length", 1);
                return Optional.of(line.step(id -> new Step.Pause(id, who, seconds, interruptible)));
            }
            default -> {
                line.problem("12200: <" + verb.name() + "> is not allowed there, it is skipped");
                return Optional.empty();
            }
        }
    }

    /** How long it takes to say something, about. */
    static Duration spoken(String text) {
        return Duration.ofSeconds(1 + text.length() / CHARACTERS_A_SECOND);
    }

    private void fetch(String url) {
        line.hears(who, Speech.sound("plays " + url));
        Webhook audio = new Webhook(Purpose.AUDIO, "GET", url, Map.of());
        line.send(audio)
                .failure()
                .ifPresent(
                        failure -> line.problem(failure + " " + line.requests().asked(audio)));
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
