package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.simulator.Rooms.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * <a href="https://www.twilio.com/docs/voice/twiml/enqueue">Enqueue</a>: lets the caller wait until somebody takes the
 * call, which whoever answers for the queue's name does after one round of {@code waitUrl}; a live call, whenever another
 * one dials the queue.
 */
final class EnqueueVerb {
    private static final Duration HOLD_MUSIC = Duration.ofSeconds(10);
    private static final int PATIENCE = 20;
    private static final String LARGEST_QUEUE = "1000";

    private final Interpreter interpreter;
    private final CallState line;
    private final Turns turns;
    private final Rooms rooms;
    private final Verb verb;
    private final Document document;
    private final String queueSid = Leg.sid("QU");
    private final Duration begun;
    private String redirected = "redirected";

    EnqueueVerb(Interpreter interpreter, Verb verb, Document document) {
        this.interpreter = interpreter;
        this.line = interpreter.line();
        this.turns = line.turns();
        this.rooms = line.simulator().rooms();
        this.verb = verb;
        this.document = document;
        this.begun = line.now();
    }

    /** The request to {@code action}; none if there is no action, so that the next verb is done. */
    Optional<Webhook> perform() {
        String result;
        try {
            result = waitForSomebody();
        } catch (CallEndedException end) {
            if (end.reason() != CallEndedException.Reason.LEFT_QUEUE) {
                if (!end.isRedirect()) {
                    interpreter.leg().hungUp();
                }
                if (verb.has("action")) {
                    interpreter.lastAction(action(end.isRedirect() ? redirected : "hangup"));
                }
                throw end;
            }
            line.write(interpreter.who(), "leaves the queue " + verb.text());
            result = "leave";
        }
        return verb.has("action") ? Optional.of(action(result)) : Optional.empty();
    }

    private String waitForSomebody() {
        if (turns.isLive(verb.text())) {
            return waitForOthers();
        }
        Callee somebody = line.simulator().calleeAt(verb.text());
        line.notes().dialled().add(verb.text());
        if (somebody.reaction() == Callee.Reaction.BUSY) {
            return "queue-full";
        } else if (somebody.reaction() == Callee.Reaction.FAILED) {
            return "error";
        }
        line.write(interpreter.who(), "waits in the queue " + verb.text());
        for (int round = 0; round < PATIENCE; round++) {
            if (verb.has("waitUrl")) {
                interpreter.follow(waiting(1, 1));
            } else {
                turns.waits("music in the queue " + verb.text(), HOLD_MUSIC);
            }
            if (somebody.answers()) {
                redirected = "redirected-from-bridged";
                turns.talk(verb.text(), "to somebody of ", verb);
                return "bridged";
            }
        }
        throw interpreter.hangsUp();
    }

    /** Until another call takes this one, or somebody answers for the queue. */
    private String waitForOthers() {
        String queue = verb.text();
        line.notes().dialled().add(queue);
        line.write(interpreter.who(), "waits in the queue " + queue);
        Waiting here = rooms.enqueue(queue, interpreter.leg());
        try {
            turns.until(here::isTaken, queue, () -> hold(here));
            redirected = "redirected-from-bridged";
            if (rooms.queue(queue).remove(here)) {
                turns.talk(queue, "to somebody of ", verb);
            } else {
                here.whisper().get().ifPresent(interpreter::follow);
                here.room().enter(true);
                turns.talk(queue, "to somebody of ", verb, here.room()::isOver);
            }
            return "bridged";
        } finally {
            rooms.queue(queue).remove(here);
            here.room().leave(true);
        }
    }

    private void hold(Waiting here) {
        List<Waiting> queue = rooms.queue(verb.text());
        while (verb.has("waitUrl")) {
            line.newRound();
            interpreter.follow(waiting(queue.indexOf(here) + 1, queue.size()));
        }
        turns.waits("music in the queue " + verb.text());
    }

    private Webhook waiting(int position, int size) {
        Map<String, String> parameters = interpreter.leg().parameters();
        parameters.put("QueueSid", queueSid);
        parameters.put("QueuePosition", String.valueOf(position));
        parameters.put("QueueTime", waited());
        parameters.put("AvgQueueTime", waited());
        parameters.put("CurrentQueueSize", String.valueOf(size));
        parameters.put("MaxQueueSize", LARGEST_QUEUE);
        String url = document.resolve(verb.attribute("waitUrl", ""));
        return new Webhook(Purpose.WAIT, verb.method("waitUrlMethod"), url, parameters);
    }

    private Webhook action(String result) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("QueueResult", result);
        parameters.put("QueueSid", queueSid);
        parameters.put("QueueTime", waited());
        return interpreter.action(verb, document, parameters);
    }

    private String waited() {
        return String.valueOf(line.now().minus(begun).toSeconds());
    }
}
