package io.voicewebhooks.dev.phone;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.CallStep;
import io.voicewebhooks.testkit.simulator.Callee;
import io.voicewebhooks.testkit.simulator.LiveCall;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Does in a call what was done in another. What is to be heard is left to a page that listens. Where the call goes another
 * way than that one, steps are left to whoever wants to go on.
 */
final class Again implements Runnable {
    /** So that a conversation, and ringing that nobody answers, can be seen. */
    private static final long MOMENT = 1_000;

    private final LiveCall live;
    private final List<Turn> left;
    private final BooleanSupplier listens;
    private final Map<String, Integer> played = new HashMap<>();

    /**
     * @param turns   of the first call
     * @param listens whether a page does
     */
    Again(LiveCall live, List<Turn> turns, BooleanSupplier listens) {
        this.live = live;
        this.left = new LinkedList<>(turns);
        this.listens = listens;
    }

    /** Does it in a thread of its own. */
    void start() {
        Thread thread = new Thread(this, "again " + live.call().sid());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        while (!live.isOver()) {
            try {
                play(live.next());
            } catch (InterruptedException e) {
                return;
            } catch (IllegalStateException e) {
                // it waits for long, for a person
            }
        }
    }

    private void play(List<CallStep> open) throws InterruptedException {
        Optional<Turn> turn = next(open);
        if (turn.isPresent()) {
            left.subList(0, left.indexOf(turn.get()) + 1).clear();
            played.remove(turn.get().who());
            act(turn.get(), open);
            return;
        }
        for (CallStep step : open) {
            if (step instanceof CallStep.Output) {
                played.merge(step.who(), 1, Integer::sum);
                if (!listens.getAsBoolean()) {
                    live.done(step.id());
                }
            }
        }
    }

    /** What was done about these steps. */
    private Optional<Turn> next(List<CallStep> open) {
        return left.stream()
                .filter(turn -> open.stream().anyMatch(step -> fits(turn, step)))
                .findFirst();
    }

    private boolean fits(Turn turn, CallStep step) {
        if (step instanceof CallStep.Output) {
            // keys break off what is heard then, and nothing before; what comes after a missed moment is not for this
            // one
            return turn == left.get(0) && turn.isLike(step) && turn.played() == played.getOrDefault(turn.who(), 0);
        }
        boolean missed = turn == left.get(0)
                && turn.step() instanceof CallStep.Output
                && step instanceof CallStep.Prompt
                && step.who().equals(turn.who());
        return missed || turn.isLike(step);
    }

    private void act(Turn turn, List<CallStep> open) throws InterruptedException {
        boolean waits =
                open.stream().noneMatch(step -> step instanceof CallStep.Output || step instanceof CallStep.Prompt);
        if (waits && !(turn.action() instanceof Action.Answer)) {
            Thread.sleep(MOMENT);
        }
        if (!live.open().equals(open)) {
            return;
        }
        if (turn.step() instanceof CallStep.Ring ring && turn.isNothing()) {
            live.act(ring.who(), new Action.Refuse(Callee.Reaction.NO_ANSWER));
        } else {
            live.act(turn.who(), turn.action());
        }
    }
}
