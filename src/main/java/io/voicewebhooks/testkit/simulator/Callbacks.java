package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.request.Answer;
import io.voicewebhooks.testkit.request.Webhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The callbacks of a call, sent when they are due, with the trouble that was asked for. */
final class Callbacks {
    private record Due(Duration time, Supplier<Webhook> webhook) {}

    private final CallState line;
    private final List<Due> waiting = new ArrayList<>();

    Callbacks(CallState line) {
        this.line = line;
    }

    /** Sends one now, or as soon as the trouble allows. */
    void send(Webhook webhook) {
        sendIn(Duration.ZERO, () -> webhook);
    }

    /** Sends one after a time, with what is so then. */
    void sendIn(Duration delay, Supplier<Webhook> webhook) {
        waiting.add(new Due(line.now().plus(delay), webhook));
        waiting.sort(Comparator.comparing(Due::time));
        sendDue();
    }

    void sendDue() {
        if (line.simulator().has(Fault.CALLBACKS_REVERSED) || line.simulator().has(Fault.CALLBACKS_LATE)) {
            return;
        }
        while (!waiting.isEmpty() && waiting.get(0).time().compareTo(line.now()) <= 0) {
            deliver(waiting.remove(0).webhook().get());
        }
    }

    /** Sends what is left, after the call. */
    void finish() {
        if (line.simulator().has(Fault.CALLBACKS_REVERSED)) {
            Collections.reverse(waiting);
        }
        while (!waiting.isEmpty()) {
            deliver(waiting.remove(0).webhook().get());
        }
    }

    private void deliver(Webhook given) {
        Webhook webhook = line.simulator().has(Fault.CALLBACKS_GET) ? given.by("GET") : given;
        if (line.simulator().has(Fault.CALLBACKS_FORGED)) {
            Answer answer = line.requests().send(webhook, line.simulator().forger(), ", signed with another token");
            if (answer.failure().isEmpty()) {
                line.problem("the application accepted a callback that another token signed");
            }
        }
        judge(webhook, line.send(webhook));
        if (line.simulator().has(Fault.CALLBACKS_TWICE)) {
            judge(webhook, line.requests().send(webhook, line.simulator().client(), ", once more"));
        }
    }

    /** Twilio warns of anything else than 2xx (15003), and does not read the body. */
    private void judge(Webhook webhook, Answer answer) {
        answer.failure()
                .ifPresent(
                        failure -> line.problem(failure + " " + line.requests().asked(webhook)));
    }
}
