package io.voicewebhooks.testkit.simulator;

import io.voicewebhooks.testkit.simulator.ScriptedApplication.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;

/** A caller, an application and Twilio between them. The application's first document is at {@code /voice}. */
abstract class CallScenario {
    static final String CALLER = "+15551230001";
    static final String OUR_NUMBER = "+15558675310";
    static final String OFFICE = "+15550009999";

    final ScriptedApplication application = new ScriptedApplication();
    final MediaServer media = media();
    final Simulator twilio = new Simulator(ScriptedApplication.ACCOUNT, media);

    private static MediaServer media() {
        try {
            return new MediaServer(0, ScriptedApplication.ACCOUNT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        application.close();
        media.close();
    }

    /** Plays a call; whoever has nothing left to do hangs up. */
    Call call(Action... actions) {
        return call((Duration) null, actions);
    }

    /** The same with somebody who hangs up then at the latest. */
    Call call(Duration patience, Action... actions) {
        CallSetup setup = new CallSetup(
                application.url() + "/voice",
                "POST",
                Optional.of(application.url() + "/fallback"),
                Optional.of(application.url() + "/status"),
                CALLER,
                OUR_NUMBER,
                Map.of(),
                Optional.ofNullable(patience));
        return call(setup, actions);
    }

    Call call(CallSetup setup, Action... actions) {
        Queue<Action> steps = new ArrayDeque<>(List.of(actions));
        Call call = twilio.call(setup, prompt -> steps.isEmpty() ? new Action.HangUp() : steps.remove(), null);
        call.run();
        return call;
    }

    static Action presses(String keys) {
        return new Action.Press(keys);
    }

    static Action says(String text) {
        return new Action.Say(text);
    }

    static Action speaks(int seconds) {
        return new Action.Speak(Audio.tone(Duration.ofSeconds(seconds)));
    }

    static Action nothing() {
        return new Action.Silence();
    }

    /** The values of a parameter in all requests to a path, in order. */
    List<String> values(String path, String parameter) {
        return application.requests(path).stream()
                .map((Request request) -> request.parameter(parameter))
                .toList();
    }
}
