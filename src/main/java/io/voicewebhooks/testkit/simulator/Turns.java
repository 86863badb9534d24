package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.simulator.CallEndedException.Reason;
import io.voicewebhooks.testkit.simulator.Telephones.Act;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** What the people of one call are asked to do, one step after the other, and how other calls break that off. */
final class Turns {
    /** How something came to its end. */
    enum End {
        ITSELF,
        /** Other calls brought it about. */
        OTHERS,
        /** Somebody answered for a queue or conference. */
        ANSWERED
    }

    /** Seconds that a conversation lasts at most. */
    private static final int LONGEST = 14_400;

    private final CallState line;
    private final Telephones telephones;
    private final List<CallStep> beside = new ArrayList<>();
    private BooleanSupplier enough = () -> false;
    private int steps;

    Turns(CallState line, Telephones telephones) {
        this.line = line;
        this.telephones = telephones;
    }

    /** A step with its number. */
    <S extends CallStep> S step(IntFunction<S> numbered) {
        return numbered.apply(++steps);
    }

    /**
     * Waits for what somebody does about steps, lets the time pass that it takes, and writes it down.
     *
     * @throws CallEndedException if the caller hangs up, the call is redirected, or another call breaks it off
     */
    Act ask(List<CallStep> asked) {
        List<CallStep> open = new ArrayList<>(asked);
        open.addAll(beside);
        line.tell(at -> new CallEvent.Waiting(at, List.copyOf(open)));
        Act act = telephones.next(open, enough);
        line.tell(at -> new CallEvent.Acted(at, act.who(), act.action()));
        act.said(open.get(0)).ifPresent(said -> line.write(act.who(), said));
        line.passes(act.after());
        boolean caller = act.who().equals(line.who());
        if (caller && act.action() instanceof Action.HangUp) {
            line.hangUp();
        }
        if (caller && act.action() instanceof Action.Redirect redirect) {
            line.write("Twilio", "the application redirects the call to " + redirect.url());
            throw new CallEndedException(line.caller(), redirect.url());
        }
        boolean taken = beside.removeIf(step -> step.who().equals(act.who()));
        if (enough.getAsBoolean() || taken && act.action() instanceof Action.Answer) {
            throw new CallEndedException(line.caller(), Reason.BROKEN_OFF);
        }
        return taken ? ask(asked) : act;
    }

    /** Whether people play a queue or conference, which other calls can be in; else it plays itself. */
    boolean isLive(String name) {
        return telephones.isLive() && !line.simulator().isTold(name);
    }

    /** Something changed in another call. */
    void wake() {
        telephones.wake();
    }

    /**
     * Lets something go on until other calls have brought something about.
     *
     * @param name of a queue or conference for which somebody may answer meanwhile; empty for none
     */
    End until(BooleanSupplier reached, String name, Runnable what) {
        Rooms rooms = line.simulator().rooms();
        if (!name.isEmpty()) {
            beside.add(step(id -> new CallStep.Ring(id, name, line.caller().from(), LONGEST)));
        }
        enough = reached;
        rooms.join(this);
        try {
            if (!reached.getAsBoolean()) {
                what.run();
                return End.ITSELF;
            }
            return End.OTHERS;
        } catch (CallEndedException end) {
            if (end.reason() != Reason.BROKEN_OFF) {
                throw end;
            }
            return reached.getAsBoolean() ? End.OTHERS : End.ANSWERED;
        } finally {
            rooms.leave(this);
            enough = () -> false;
            beside.clear();
        }
    }

    /**
     * Lets the caller and somebody of this call talk until one of them hangs up.
     *
     * @param dial {@code timeLimit} and {@code hangupOnStar}
     * @throws CallEndedException if it is the caller
     */
    void talk(String address, String where, Verb dial) {
        CallStep caller = begin(address, where, dial);
        ask(List.of(caller, step(id -> new CallStep.Talk(id, address, line.who(), false, caller.seconds()))));
    }

    /** The same with people of other calls, until these have brought something about. */
    End talk(String address, String where, Verb dial, BooleanSupplier end) {
        return until(end, "", () -> ask(List.of(begin(address, where, dial))));
    }

    private CallStep begin(String address, String where, Verb dial) {
        line.notes().talkedTo().add(address);
        line.write(line.who(), "talks " + where + address);
        return step(id -> new CallStep.Talk(
                id, line.who(), address, dial.isOn("hangupOnStar", false), dial.number("timeLimit", LONGEST)));
    }

    /** Lets the caller wait in vain. */
    void waits(String what, Duration time) {
        ask(List.of(step(id -> new CallStep.Wait(id, line.who(), what, (int) time.toSeconds()))));
    }

    /** Lets the caller wait for other calls. */
    void waits(String what) {
        waits(what, Duration.ofSeconds(LONGEST));
    }
}
