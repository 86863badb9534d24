package io.voicewebhooks.testkit;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.Person;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** The caller's hand and ear: what the call waits for goes to the test, what the test does goes to the call. */
final class Handset implements Person {
    /** Far beyond Twilio's own limit for one request. */
    private static final int LONGEST_SECONDS = 120;

    private final BlockingQueue<Optional<Prompt>> prompts = new LinkedBlockingQueue<>();
    private final SynchronousQueue<Action> actions = new SynchronousQueue<>();
    private volatile RuntimeException crash;

    @Override
    public Action at(Prompt prompt) {
        prompts.add(Optional.of(prompt));
        try {
            return actions.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Action.HangUp();
        }
    }

    /** Lets a call run, in a thread of its own. */
    void calls(Call call) {
        Thread thread = new Thread(() -> run(call), "call");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Call call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            crash = e;
        } finally {
            prompts.add(Optional.empty());
        }
    }

    /** Does something about the prompt. */
    void does(Action action) {
        try {
            if (!actions.offer(action, LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the call takes no " + action);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits until the application listens, which is the prompt, or the call is over.
     *
     * @throws RuntimeException what the call broke with
     */
    Optional<Prompt> next() {
        try {
            Optional<Prompt> prompt = prompts.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
            if (prompt == null) {
                throw new IllegalStateException("the call goes on for more than " + LONGEST_SECONDS + " s");
            }
            if (crash != null) {
                throw crash;
            }
            return prompt;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
