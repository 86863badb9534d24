package io.voicewebhooks.testkit;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallStep;
import io.voicewebhooks.testkit.simulator.LiveCall;
import io.voicewebhooks.testkit.simulator.Speech;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A call under way: what the caller does, and what the test expects. Every step fails with the transcript of the call if
 * the application answered with something that Twilio cannot use.
 */
public final class PhoneCall {
    private final LiveCall live;
    private final Call call;
    private final Predicate<CallStep> end;
    private final Deliveries deliveries;
    private final Ear ear;
    private Optional<CallStep> prompt = Optional.empty();
    private boolean speaking;

    PhoneCall(LiveCall live, Predicate<CallStep> end, Deliveries deliveries) {
        this.end = end;
        this.live = live;
        this.call = live.call();
        this.ear = new Ear(call);
        this.deliveries = deliveries;
    }

    /** Lets the telephone ring. */
    void begin() {
        live.start();
        proceed();
    }

    /**
     * Expects what was spoken since the last time that something was expected: texts in order, white space apart; a
     * {@code <Play>} is heard as {@code (plays URL)}. Without a text: that there was silence.
     */
    public PhoneCall hears(String... texts) {
        goesOn();
        ear.hears(texts);
        return this;
    }

    /** Expects what was spoken first since then, whatever follows: keys can be pressed before the end. */
    public PhoneCall hearsFirst(String... texts) {
        ear.hearsFirst(texts);
        return this;
    }

    /** As {@link #hears}, and that each text was spoken in a language, for example {@code de-DE}. */
    public PhoneCall hearsIn(String language, String... texts) {
        goesOn();
        ear.hearsIn(language, texts);
        return this;
    }

    /** All that the caller heard so far, with language and voice. */
    public List<Speech> speech() {
        return call.speech();
    }

    /** Presses keys: {@code 0-9 * #}; in a conversation {@code *}, where {@code hangupOnStar} lets it end that. */
    public PhoneCall presses(String keys) {
        return does(new Action.Press(keys));
    }

    /** Says something that speech recognition understands. */
    public PhoneCall says(String text) {
        return does(new Action.Say(text));
    }

    /** Does nothing until the application stops listening. */
    public PhoneCall staysSilent() {
        return does(new Action.Silence());
    }

    /** Speaks after the tone. A key or hanging up ends the recording, or whatever is expected next: silence. */
    public PhoneCall records(Audio message) {
        check(prompt.filter(CallStep.Record.class::isInstance).isPresent(), "nothing is recorded now");
        does(new Action.Speak(message));
        speaking = true;
        return this;
    }

    /** Hangs up. */
    public PhoneCall hangsUp() {
        return does(new Action.HangUp());
    }

    private PhoneCall does(Action action) {
        check(prompt.isPresent(), "the call is over, too late for " + action);
        speaking = false;
        check(live.act(prompt.orElseThrow().who(), action), "nobody listens for " + action);
        proceed();
        return this;
    }

    private void proceed() {
        prompt = live.next().stream().findFirst();
        if (prompt.filter(end).isPresent()) {
            close();
        }
        check(call.problems().isEmpty(), String.join("\n", call.problems()));
    }

    /** A recording or conversation goes on until something else is expected. */
    private void goesOn() {
        if (prompt.filter(step -> speaking || step instanceof CallStep.Talk).isPresent()) {
            staysSilent();
        }
    }

    /** Expects that the call is over. */
    public PhoneCall hasEnded() {
        goesOn();
        check(prompt.isEmpty(), "the call is not over, the application listens");
        return this;
    }

    /** Expects that the caller was turned away without an answer. */
    public PhoneCall isRejected() {
        check(call.isRejected(), "the call was not rejected");
        return this;
    }

    /** Expects who was dialled so far, in order: numbers, SIP addresses, clients, queues, conferences. */
    public PhoneCall wasForwardedTo(String... addresses) {
        List<String> expected = List.of(addresses);
        check(call.dialled().equals(expected), "forwarded to " + call.dialled() + ", expected was " + expected);
        return this;
    }

    /** Expects that the caller talked to somebody who was dialled. */
    public PhoneCall talkedTo(String address) {
        check(call.talkedTo().contains(address), "the caller did not talk to " + address);
        return this;
    }

    /** Expects everything that somebody who was dialled heard in a whisper. */
    public PhoneCall calleeHeard(String address, String... texts) {
        ear.heardBy(address, texts);
        return this;
    }

    /** The events of this call so far, in the order in which the application delivered them. */
    public List<Event> events() {
        goesOn();
        return deliveries.of(call.sid());
    }

    /** The one event of a type, for example {@code call.missed}. */
    public Event event(String type) {
        List<Event> events = events();
        List<Event> found =
                events.stream().filter(event -> event.type().equals(type)).toList();
        check(found.size() == 1, found.size() + " events " + type + " among " + events);
        return found.get(0);
    }

    /** The recordings of this call that the application archived so far. */
    public List<SavedRecording> recordings() {
        return events().stream()
                .filter(event -> event.type().equals("recording.archived"))
                .map(SavedRecording::of)
                .toList();
    }

    /** {@code CallSid}. */
    public String sid() {
        return call.sid();
    }

    /** The call as a play, a line for everything that happened. */
    public String transcript() {
        return call.transcript();
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise + "\n\n" + call.transcript());
        }
    }

    /** Ends the call if the test did not. */
    void close() {
        while (prompt.isPresent()) {
            live.act(prompt.get().who(), new Action.HangUp());
            prompt = live.next().stream().findFirst();
        }
    }
}
