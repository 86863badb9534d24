package io.voicewebhooks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallEvent;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.CallStep;
import io.voicewebhooks.testkit.simulator.Callee;
import io.voicewebhooks.testkit.simulator.LiveCall;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.ScriptedApplication;
import io.voicewebhooks.testkit.simulator.Simulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is easily taken for granted of Twilio and is otherwise, seen by somebody who has the public classes only. */
class CorrectionsTest {
    private static final String OFFICE = "+15550009999";

    private final ScriptedApplication application = new ScriptedApplication();
    private MediaServer recordings;
    private Simulator twilio;

    @BeforeEach
    void start() throws IOException {
        recordings = new MediaServer(0, ScriptedApplication.ACCOUNT);
        twilio = new Simulator(ScriptedApplication.ACCOUNT, recordings);
    }

    @AfterEach
    void stop() {
        recordings.close();
        application.close();
    }

    private CallSetup setup(String from, Duration patience) {
        return new CallSetup(
                application.url() + "/voice",
                "POST",
                Optional.empty(),
                Optional.of(application.url() + "/status"),
                from,
                "+15558675310",
                Map.of(),
                Optional.ofNullable(patience));
    }

    private Call call(String from, Duration patience) {
        Call call = twilio.call(setup(from, patience), prompt -> new Action.Silence(), null);
        call.run();
        return call;
    }

    private List<String> statuses() {
        return application.requests("/status").stream()
                .map(request -> request.parameter("CallStatus"))
                .toList();
    }

    @Test
    void aCallerWhoGivesUpBeforeTheAnswerWasNotAnswered() {
        twilio.callee(OFFICE, new Callee(Callee.Reaction.NO_ANSWER, ""));
        application.says("/voice", "<Dial answerOnBridge=\"true\">" + OFFICE + "</Dial>");

        Call call = call("+15551230001", Duration.ofSeconds(5));

        assertThat(call.status()).isEqualTo("no-answer");
        assertThat(statuses()).containsExactly("no-answer");
    }

    @Test
    void ofACallOfASipDomainOnlyTheEndIsReported() {
        application.says("/voice", "<Say>Hello.</Say>");

        call("sip:anna@example.sip.twilio.com", null);

        assertThat(statuses()).containsExactly("completed");
    }

    @Test
    void theActionOfADialIsAskedAfterARedirectAndNotExecuted() {
        application.says("/voice", "<Dial action=\"/dialled\">" + OFFICE + "</Dial>");
        application.says("/dialled", "<Say>never</Say>");
        application.says("/elsewhere", "<Say>Please hold.</Say>");

        LiveCall live = twilio.live(setup("+15551230001", null), event -> {}).start();
        for (List<CallStep> steps = live.next(); !steps.isEmpty(); steps = live.next()) {
            for (CallStep step : steps) {
                if (step instanceof CallStep.Ring) {
                    live.act(step.who(), new Action.Answer(Callee.Answerer.HUMAN));
                } else if (step instanceof CallStep.Talk && step.who().equals("caller")) {
                    live.act("caller", new Action.Redirect(application.url() + "/elsewhere"));
                } else {
                    live.done(step.id());
                }
            }
        }

        assertThat(application.request("/dialled").parameter("DialCallStatus")).isEqualTo("completed");
        assertThat(live.call().heard()).containsExactly("Please hold.");
    }

    @Test
    void aDialInTheUrlOfANounIsRefused() {
        application.says("/voice", "<Dial><Number url=\"/whisper\">" + OFFICE + "</Number></Dial>");
        application.says("/whisper", "<Dial>+15550008888</Dial>");

        Call call = call("+15551230001", null);

        assertThat(call.problems()).singleElement().asString().startsWith("13201: ");
        assertThat(call.dialled()).containsExactly(OFFICE);
    }

    @Test
    void aTranscriptionIsReportedOnlyWhereItIsAskedFor() {
        application.says("/voice", "<Record transcribeCallback=\"/text\" action=\"/end\"/>");
        application.says("/end", "<Record transcribe=\"true\" transcribeCallback=\"/text\" action=\"/done\"/>");
        application.says("/done", "<Hangup/>");

        Queue<Action> steps = new ArrayDeque<>(List.of(
                new Action.Say("Please call me back as soon as you can."),
                new Action.Press("1"),
                new Action.Say("Please call me back as soon as you can."),
                new Action.Press("1")));
        Call call = twilio.call(setup("+15551230001", null), prompt -> steps.remove(), null);
        call.run();

        assertThat(application.requests("/text")).hasSize(1);
        assertThat(application.request("/text").parameter("RecordingUrl")).startsWith(recordings.url());
        assertThat(call.problems()).singleElement().asString().contains("transcribeCallback without transcribe");
    }

    @Test
    void whatIsNotSimulatedIsSaidWhileTheCallGoesOn() {
        List<CallEvent> told = new CopyOnWriteArrayList<>();
        application.says("/voice", "<Pay/><Connect><Stream url=\"wss://example.com\"/></Connect><Say>Goodbye.</Say>");

        LiveCall live = twilio.live(setup("+15551230001", null), told::add).start();
        while (!live.next().isEmpty()) {
            live.open().forEach(step -> live.done(step.id()));
        }

        assertThat(live.call().heard()).containsExactly("Goodbye.");
        assertThat(told)
                .filteredOn(CallEvent.Noted.class::isInstance)
                .extracting(event -> ((CallEvent.Noted) event).what())
                .contains(
                        "<Pay> is not simulated, the call goes on with what follows it",
                        "<Connect> is not simulated, the call goes on with what follows it");
    }
}
