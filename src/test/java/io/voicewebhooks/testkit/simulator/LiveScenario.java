package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Calls that a test plays step by step, as a browser does. */
abstract class LiveScenario extends CallScenario {
    static final String PEER = "caller";

    final List<CallEvent> events = new CopyOnWriteArrayList<>();

    LiveCall live() {
        return live("/voice");
    }

    /** Calls a number with that page. */
    LiveCall live(String path) {
        CallSetup setup = new CallSetup(
                application.url() + path,
                "POST",
                Optional.empty(),
                Optional.of(application.url() + "/status"),
                CALLER,
                OUR_NUMBER,
                Map.of(),
                Optional.empty());
        return twilio.live(setup, events::add).start();
    }

    /** Waits for the step of somebody; whatever else comes is heard to its end. */
    static <S extends CallStep> S step(LiveCall live, String who, Class<S> kind) {
        for (List<CallStep> steps = live.next(); !steps.isEmpty(); steps = live.next()) {
            for (CallStep step : steps) {
                if (step.who().equals(who) && kind.isInstance(step)) {
                    return kind.cast(step);
                }
                live.done(step.id());
            }
        }
        throw new AssertionError("the call is over\n" + live.call().transcript());
    }

    /** Hears what is left, and expects that Twilio had nothing to say against it. */
    static void end(LiveCall live) {
        while (!live.next().isEmpty()) {
            live.open().forEach(step -> live.done(step.id()));
        }
        assertThat(live.call().problems()).isEmpty();
    }
}
