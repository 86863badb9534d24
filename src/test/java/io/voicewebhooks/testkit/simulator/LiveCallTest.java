package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Calls that somebody else plays step by step, and what that one is told of them. */
class LiveCallTest extends LiveScenario {
    private volatile boolean hungUp;

    @Test
    void whatIsHeardWaitsUntilItWasHeard() {
        application.says(
                "/voice",
                "<Say language=\"de-DE\" loop=\"2\">Guten Tag.</Say><Play>/hold.mp3</Play><Pause length=\"600\"/>");
        application.serves("/hold.mp3", "audio/mpeg", "sound");

        LiveCall live = live();

        CallStep.Say say = step(live, PEER, CallStep.Say.class);
        assertThat(say.text()).isEqualTo("Guten Tag.");
        assertThat(say.language()).isEqualTo("de-DE");
        assertThat(say.times()).isEqualTo(2);
        assertThat(live.act(PEER, new Action.Press("1"))).as("nobody listens").isFalse();
        assertThat(live.done(say.id())).isTrue();
        assertThat(live.done(say.id())).as("over").isFalse();
        assertThat(step(live, PEER, CallStep.Play.class).url()).isEqualTo(application.url() + "/hold.mp3");
        live.act(PEER, new Action.Done());
        assertThat(step(live, PEER, CallStep.Pause.class).seconds()).isEqualTo(600);
        live.act(PEER, new Action.HangUp());
        end(live);
        assertThat(live.isOver()).isTrue();
        assertThat(live.call().status()).isEqualTo("completed");
        assertThat(application.request("/status").parameter("CallStatus")).isEqualTo("completed");
    }

    @Test
    void keysComeOneByOneAndEndThePrompt() {
        application.says(
                "/voice",
                "<Gather action=\"/pin\" numDigits=\"3\" timeout=\"600\"><Say>Your code?</Say><Say>Now.</Say></Gather>");
        application.says("/pin", "<Hangup/>");

        LiveCall live = live();

        assertThat(step(live, PEER, CallStep.Say.class).interruptible()).isTrue();
        live.act(PEER, new Action.Press("1"));
        CallStep.Gather gather = step(live, PEER, CallStep.Gather.class);
        assertThat(gather.digits()).isEqualTo("1");
        assertThat(gather.numDigits()).isEqualTo(3);
        assertThat(gather.input()).containsExactly("dtmf");
        live.act(PEER, new Action.Press("2"));
        live.act(PEER, new Action.Press("3"));
        end(live);
        assertThat(application.request("/pin").parameter("Digits")).isEqualTo("123");
        assertThat(live.call().heard()).containsExactly("Your code?");
    }

    @Test
    void keysAreLostWhereOnlySpeechIsHeard() {
        application.says(
                "/voice", "<Gather input=\"speech\" hints=\"sales, the support ,\" action=\"/said\" timeout=\"600\"/>");
        application.says("/said", "<Hangup/>");

        LiveCall live = live();

        assertThat(step(live, PEER, CallStep.Gather.class).hints()).containsExactly("sales", "the support");
        assertThat(live.act(PEER, new Action.Press("1"))).isFalse();
        assertThat(live.act(PEER, new Action.Say("sales"))).isTrue();
        end(live);
        assertThat(application.request("/said").parameter("SpeechResult")).isEqualTo("sales");
    }

    @Test
    void silenceEndsWhatWasPressedAndNobodyHasToSayIt() {
        application.says("/voice", "<Gather action=\"/pin\" timeout=\"1\"><Say>Your code?</Say></Gather>");
        application.says("/pin", "<Hangup/>");

        LiveCall live = live();

        step(live, PEER, CallStep.Say.class);
        live.act(PEER, new Action.Press("7"));
        end(live);
        assertThat(application.request("/pin").parameter("Digits")).isEqualTo("7");
    }

    @Test
    void aMessageIsTheSoundThatWasSent() throws Exception {
        application.says("/voice", "<Record action=\"/end\" maxLength=\"60\" recordingStatusCallback=\"/recording\"/>");
        application.says("/end", "<Hangup/>");
        Audio sound = Audio.tone(Duration.ofMillis(1_500));

        LiveCall live = live();

        CallStep.Record record = step(live, PEER, CallStep.Record.class);
        assertThat(record.beep()).isTrue();
        assertThat(record.seconds()).isEqualTo(60);
        assertThat(record.finishOnKey()).isEqualTo("1234567890*#");
        live.act(PEER, new Action.Speak(Audio.of(sound.bytes())));
        assertThat(step(live, PEER, CallStep.Record.class).beep()).as("once").isFalse();
        live.act(PEER, new Action.Press("#"));
        end(live);
        String url = application.request("/recording").parameter("RecordingUrl");
        assertThat(RecordTest.fetch(url + ".wav", true).body()).isEqualTo(sound.bytes());
    }

    @Test
    void whoIsCalledHasATelephoneToo() {
        application.says(
                "/voice",
                "<Dial action=\"/result\" timeout=\"600\"><Number url=\"/whisper\">" + OFFICE + "</Number></Dial>");
        application.says("/whisper", "<Gather numDigits=\"1\" action=\"/taken\"><Say>Press 1.</Say></Gather>");
        application.says("/taken", "");
        application.says("/result", "<Hangup/>");

        LiveCall live = live();

        CallStep.Ring ring = step(live, OFFICE, CallStep.Ring.class);
        assertThat(ring.from()).isEqualTo(CALLER);
        assertThat(live.open()).hasAtLeastOneElementOfType(CallStep.Wait.class);
        live.act(OFFICE, new Action.Answer(Callee.Answerer.HUMAN));
        step(live, OFFICE, CallStep.Say.class);
        live.act(OFFICE, new Action.Press("1"));
        CallStep.Talk talk = step(live, PEER, CallStep.Talk.class);
        assertThat(talk.with()).isEqualTo(OFFICE);
        live.act(OFFICE, new Action.HangUp());
        end(live);
        assertThat(application.request("/result").parameters())
                .containsEntry("DialCallStatus", "completed")
                .containsEntry("DialBridged", "true");
    }

    @Test
    void ofTwoWhoRingOneIsBusyAndTheOtherPlaysAScript() {
        String mobile = "+15550008888";
        twilio.callee(mobile, new Callee(Callee.Reaction.NO_ANSWER, ""));
        application.says(
                "/voice",
                "<Dial action=\"/result\" timeout=\"600\"><Number statusCallback=\"/leg\">" + OFFICE
                        + "</Number><Number>" + mobile + "</Number></Dial>");
        application.says("/result", "<Hangup/>");

        LiveCall live = live();

        step(live, OFFICE, CallStep.Ring.class);
        live.act(OFFICE, new Action.Refuse(Callee.Reaction.BUSY));
        assertThat(live.next()).singleElement().isInstanceOfSatisfying(CallStep.Wait.class, wait -> assertThat(
                        wait.what())
                .isEqualTo(mobile + " rings"));
        live.act(PEER, new Action.HangUp());
        end(live);
        assertThat(application.request("/leg").parameter("CallStatus")).isEqualTo("busy");
        assertThat(application.request("/result").parameter("DialBridged")).isEqualTo("false");
    }

    @Test
    void aCallerWhoHangsUpDuringAWhisperEndsIt() {
        application.says("/voice", "<Dial action=\"/result\"><Number url=\"/whisper\">" + OFFICE + "</Number></Dial>");
        application.says("/whisper", "<Say>A call.</Say>");
        application.says("/result", "<Say>never</Say>");

        LiveCall live = live();

        step(live, OFFICE, CallStep.Ring.class);
        live.act(OFFICE, new Action.Answer(Callee.Answerer.HUMAN));
        step(live, OFFICE, CallStep.Say.class);
        assertThat(live.act(PEER, new Action.HangUp())).isTrue();
        end(live);
        assertThat(application.request("/result").parameter("CallStatus")).isEqualTo("completed");
        assertThat(live.call().heard()).isEmpty();
    }

    @Test
    void whoHangsUpWhileTheApplicationIsAskedHasHungUp() {
        application.answers("/voice", (exchange, request) -> {
            Awaitility.await().until(() -> hungUp);
            ScriptedApplication.send(exchange, 200, "text/xml", "<Response><Say>never heard</Say></Response>");
        });

        LiveCall live = live();
        Awaitility.await().until(() -> !application.requests("/voice").isEmpty());
        live.act(PEER, new Action.HangUp());
        hungUp = true;
        end(live);

        assertThat(live.call().status()).isEqualTo("completed");
        assertThat(live.call().transcript()).contains("caller        hangs up");
    }

    /**
     * "Twilio will make a request to the provided action callback when the parent call is transferred to a new TwiML via call
     * modification. Twilio will not execute any TwiML returned by the action URL"
     * (<a href="https://twilio.com/changelog/changes-to-dial-behavior-for-enhanced-programmable-sip-feature-accounts">changelog
     * of 24 May 2021</a>).
     */
    @Test
    void theActionOfADialIsAskedAfterARedirectAndItsAnswerIgnored() {
        application.says("/voice", "<Dial action=\"/result\">" + OFFICE + "</Dial><Say>never</Say>");
        application.says("/result", "<Say>never</Say>");
        application.says("/elsewhere", "<Say>Please hold.</Say>");

        LiveCall live = live();

        step(live, OFFICE, CallStep.Ring.class);
        live.act(OFFICE, new Action.Answer(Callee.Answerer.HUMAN));
        step(live, PEER, CallStep.Talk.class);
        live.act(PEER, new Action.Redirect(application.url() + "/elsewhere"));
        end(live);

        assertThat(application.request("/result").parameters())
                .containsEntry("DialCallStatus", "completed")
                .containsEntry("CallStatus", "in-progress");
        assertThat(application.request("/elsewhere").parameter("CallSid"))
                .isEqualTo(live.call().sid());
        assertThat(live.call().heard()).containsExactly("Please hold.");
    }

    @Test
    void severalCallsGoOnAtOnce() {
        application.says("/voice", "<Gather numDigits=\"1\" timeout=\"600\" action=\"/choice\"/>");
        application.says("/choice", "<Hangup/>");

        List<LiveCall> calls = IntStream.range(0, 5).mapToObj(i -> live()).toList();
        calls.forEach(call -> step(call, PEER, CallStep.Gather.class));
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).act(PEER, new Action.Press(String.valueOf(i)));
        }
        calls.forEach(LiveScenario::end);

        assertThat(values("/choice", "Digits")).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
        assertThat(values("/choice", "CallSid"))
                .containsExactlyInAnyOrderElementsOf(
                        calls.stream().map(call -> call.call().sid()).toList());
    }
}
