package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Answer;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.simulator.CallEndedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;

/** One call while it lasts: its own time, its people and its requests. */
final class CallState {
    /** Enough for every conversation; time does not end one that is only redirected. */
    private static final int MOST_DOCUMENTS = 100;

    private final Simulator simulator;
    private final CallSetup setup;
    private final Turns turns;
    private final Notes notes;
    private final Callbacks callbacks = new Callbacks(this);
    private final Requests requests;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<Recording> recordings = new CopyOnWriteArrayList<>();
    private final Leg caller;
    private final String who;
    private Duration now = Duration.ZERO;
    private int documents;
    private Duration round = Duration.ZERO;

    CallState(Simulator simulator, CallSetup setup, Telephones telephones, CallListener listener) {
        this.simulator = simulator;
        this.setup = setup;
        this.turns = new Turns(this, telephones);
        this.notes = new Notes(listener);
        this.requests = new Requests(this);
        this.caller = Leg.first(simulator.account().sid(), setup);
        this.who = setup.who();
    }

    Simulator simulator() {
        return simulator;
    }

    CallSetup setup() {
        return setup;
    }

    /** What the people of this call do, one after the other. */
    Turns turns() {
        return turns;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    Notes notes() {
        return notes;
    }

    Requests requests() {
        return requests;
    }

    /** The leg of whoever called, or whom the application called. */
    Leg caller() {
        return caller;
    }

    /** The name of whoever that is, in the transcript and the steps. */
    String who() {
        return who;
    }

    /** Since the call began. */
    Duration now() {
        return now;
    }

    Instant time() {
        return start.plus(now);
    }

    /**
     * Lets time pass, and sends the callbacks that are due.
     *
     * @throws CallEndedException if the caller hangs up meanwhile
     */
    void passes(Duration time) {
        Duration end = now.plus(time);
        Duration hangUp = setup.hangUpAfter().orElse(end.plusSeconds(1));
        boolean hangsUp = end.compareTo(hangUp) >= 0 && now.compareTo(hangUp) < 0;
        now = hangsUp ? hangUp : end;
        callbacks.sendDue();
        if (hangsUp) {
            hangUp();
        }
    }

    /** The caller hangs up: throws what says so. */
    void hangUp() {
        write(who, "hangs up");
        throw new CallEndedException(caller, Reason.HUNG_UP);
    }

    /** Tells whoever listens to the call. */
    void tell(LongFunction<CallEvent> event) {
        notes.tell(event.apply(now.toMillis()));
    }

    void write(String who, String what) {
        notes.write(now.toMillis(), who, what);
    }

    /** Something that a developer should know of and the exit status tells. */
    void problem(String what) {
        notes.problem(now.toMillis(), what);
    }

    /** Lets somebody hear something. */
    void hears(String who, Speech speech) {
        notes.hears(now.toMillis(), who, speech);
    }

    /** Has it kept how a leg is now. */
    void record(Leg leg) {
        Map<String, String> parameters = leg.parameters();
        if (leg.answeredBy() != null) {
            parameters.put("AnsweredBy", leg.answeredBy());
        }
        simulator.records().call(parameters, leg.seconds(now), time());
    }

    Answer send(Webhook webhook) {
        return requests.send(webhook);
    }

    /**
     * Counts the documents that a call asks for, since it last waited.
     *
     * @throws CallEndedException if it goes in circles
     */
    void countDocument(Leg leg) {
        if (++documents > MOST_DOCUMENTS) {
            problem("the call goes in circles: it was given " + MOST_DOCUMENTS + " documents");
            throw new CallEndedException(leg, Reason.FAILED);
        }
    }

    /** Somebody waits again, which may take long; as long as time passes, it is no circle. */
    void newRound() {
        if (now.minus(round).toSeconds() > 0) {
            documents = 0;
            round = now;
        }
    }

    List<Recording> recordings() {
        return recordings;
    }

    @Override
    public String toString() {
        return notes.toString();
    }
}
