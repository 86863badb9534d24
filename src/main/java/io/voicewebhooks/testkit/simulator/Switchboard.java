package io.voicewebhooks.testkit.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Hands steps out to whoever plays them, from another thread, and waits for what they do. */
final class Switchboard implements Telephones {
    private final Script script;
    private final String caller;
    private final Predicate<CallStep> handedOut;
    private final boolean realTime;
    private final Map<String, Action> late = new HashMap<>();
    private List<CallStep> open = List.of();
    private boolean fresh;
    private boolean over;
    private Act act;
    private String keys = "";
    private long since;

    /**
     * @param script    plays what is not handed out
     * @param handedOut which steps are
     * @param realTime  whether the time that people take is the time that passes; else they are waited for without a limit,
     *                  and take as long as in a script
     */
    Switchboard(Script script, String caller, Predicate<CallStep> handedOut, boolean realTime) {
        this.script = script;
        this.caller = caller;
        this.handedOut = handedOut;
        this.realTime = realTime;
    }

    @Override
    public synchronized Act next(List<CallStep> steps, BooleanSupplier enough) {
        List<CallStep> mine = steps.stream().filter(handedOut).toList();
        List<CallStep> others = steps.stream().filter(handedOut.negate()).toList();
        if (mine.isEmpty()) {
            return script.next(steps, enough);
        }
        if (others.stream().anyMatch(CallStep.Ring.class::isInstance)) {
            Act played = script.next(others, enough);
            if (played.action() instanceof Action.Answer) {
                return played;
            }
        }
        open = mine;
        act = null;
        keys = mine.get(0) instanceof CallStep.Gather gather ? gather.digits() : "";
        fresh = true;
        long begun = System.nanoTime();
        since = begun;
        takeLate();
        notifyAll();
        awaitAct(enough);
        Act taken = act != null ? act : new Act(mine.get(0).who(), nothing(), Duration.ZERO);
        open = List.of();
        return new Act(
                taken.who(),
                taken.action(),
                realTime ? Duration.ofNanos(System.nanoTime() - begun) : Answers.after(mine.get(0), taken.action()));
    }

    @Override
    public boolean isLive() {
        return realTime;
    }

    @Override
    public synchronized void wake() {
        notifyAll();
    }

    private Action nothing() {
        return keys.isEmpty() ? new Action.Silence() : new Action.Press(keys);
    }

    /** Somebody hung up, or the call was redirected, while nothing was open. */
    private void takeLate() {
        open.stream().filter(CallStep.Ring.class::isInstance).forEach(step -> late.remove(step.who()));
        late.keySet().stream()
                .filter(who -> who.equals(caller)
                        || open.stream().anyMatch(step -> step.who().equals(who)))
                .findFirst()
                .ifPresent(who -> act = new Act(who, late.remove(who), Duration.ZERO));
    }

    private void awaitAct(BooleanSupplier enough) {
        try {
            while (act == null && !enough.getAsBoolean()) {
                long left = since + limit().toNanos() - System.nanoTime();
                if (realTime && left <= 0) {
                    return;
                }
                wait(realTime ? left / 1_000_000 + 1 : 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            act = new Act(caller, new Action.HangUp(), Duration.ZERO);
        }
    }

    private Duration limit() {
        int seconds = open.stream().mapToInt(Answers::limit).min().orElseThrow();
        return Duration.ofSeconds(seconds);
    }

    /** Lets somebody do something; returns whether anything listens. */
    synchronized boolean act(String who, Action action) {
        CallStep step =
                open.stream().filter(each -> each.who().equals(who)).findFirst().orElse(null);
        boolean ends = action instanceof Action.HangUp && !(step instanceof CallStep.Ring)
                || action instanceof Action.Redirect && who.equals(caller);
        if (over || act != null && !ends || !ends && (step == null || !Answers.listens(step, action, realTime))) {
            return false;
        }
        if (ends && (act != null || open.isEmpty() || step == null && !who.equals(caller))) {
            late.put(who, action);
            return true;
        }
        if (realTime
                && step instanceof CallStep.Gather gather
                && action instanceof Action.Press press
                && gather.hears(press)) {
            keys += press.keys();
            since = System.nanoTime();
            if (gather.complete(keys)) {
                act = new Act(who, new Action.Press(keys), Duration.ZERO);
            }
        } else {
            act = new Act(who, action, Duration.ZERO);
        }
        notifyAll();
        return true;
    }

    /** Something was heard to its end; returns whether it was still to be heard. */
    synchronized boolean done(int id) {
        return open.stream()
                .filter(step -> step.id() == id)
                .findFirst()
                .map(step -> act(step.who(), new Action.Done()))
                .orElse(false);
    }

    synchronized List<CallStep> open() {
        return act == null ? open : List.of();
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized void finish() {
        over = true;
        notifyAll();
    }

    /** Waits for steps that were not returned before; none come any more once the call is over. */
    synchronized List<CallStep> await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!over && !(fresh && act == null && !open.isEmpty())) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException("the call goes on for more than " + limit.toSeconds() + " s");
            }
            wait(left / 1_000_000 + 1);
        }
        fresh = false;
        return over ? List.of() : open;
    }
}
