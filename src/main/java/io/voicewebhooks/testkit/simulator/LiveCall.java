package io.voicewebhooks.testkit.simulator;

import java.time.Duration;
import java.util.List;

/**
 * A call that is played step by step, by a test, a script or a browser: it runs in a thread of its own, hands out what
 * needs a mouth, an ear or a finger, and waits for what is done about it. All methods may be called from any thread.
 *
 * <pre>{@code
 * LiveCall live = simulator.live(setup, event -> send(json.valueToTree(event))).start();
 * for (List<CallStep> steps = live.next(); !steps.isEmpty(); steps = live.next()) {
 *     CallStep step = steps.get(0);
 *     live.act(step.who(), step instanceof CallStep.Gather ? new Action.Press("1") : new Action.Done());
 * }
 * }</pre>
 */
public final class LiveCall {
    /** Far beyond Twilio's own limit for one request. */
    private static final Duration LONGEST = Duration.ofSeconds(120);

    private final Call call;
    private final Switchboard board;
    private volatile RuntimeException crash;

    LiveCall(Call call, Switchboard board) {
        this.call = call;
        this.board = board;
    }

    /** Lets the telephone ring. */
    public LiveCall start() {
        Thread thread = new Thread(this::run, "call " + call.sid());
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void run() {
        try {
            call.run();
        } catch (RuntimeException e) {
            crash = e;
        } finally {
            board.finish();
        }
    }

    /** What is known of the call. */
    public Call call() {
        return call;
    }

    /** What it waits for at this moment: at most one step for each telephone; nothing while the application is asked. */
    public List<CallStep> open() {
        return board.open();
    }

    /**
     * Waits until it waits for something else than it was returned last; nothing comes once the call is over.
     *
     * @throws RuntimeException      what the call broke with
     * @throws IllegalStateException if nothing else comes for two minutes
     */
    public List<CallStep> next() {
        try {
            List<CallStep> steps = board.await(LONGEST);
            if (crash != null) {
                throw crash;
            }
            return steps;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Does something at a telephone: {@link Action.Done} where something is heard, keys or words where the application
     * listens (keys also while a {@code <Gather>} speaks), a sound where it records, an answer or a refusal where it rings.
     * Hanging up and redirecting are never too late nor too early.
     *
     * @param who {@code caller}, or the address of somebody who was called
     * @return whether anything listened; what nobody listens to is lost, as in life
     */
    public boolean act(String who, Action action) {
        return board.act(who, action);
    }

    /** Has heard a step to its end; returns whether it was not over before. */
    public boolean done(int step) {
        return board.done(step);
    }

    /** Whether the call and its callbacks are over. */
    public boolean isOver() {
        return board.isOver();
    }
}
