package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues and conferences in which people are, and where live calls meet. */
class LiveRoomsTest extends LiveScenario {
    private static final String QUEUE = "support";

    @BeforeEach
    void answer() {
        application.says("/voice", "<Enqueue waitUrl=\"/wait\" action=\"/dequeued\">support</Enqueue>");
        application.says("/wait", "<Say>Please hold.</Say><Pause length=\"600\"/>");
        application.says("/dequeued", "<Say>Goodbye.</Say>");
        application.says(
                "/agent",
                "<Dial action=\"/dialled\" hangupOnStar=\"true\"><Queue url=\"/whisper\">support</Queue></Dial>");
        application.says("/whisper", "<Say>You are connected.</Say>");
        application.says("/dialled", "<Say>The next one, please.</Say>");
        application.says(
                "/room",
                "<Dial action=\"/left\"><Conference waitUrl=\"/wait\" "
                        + "statusCallback=\"/events\" statusCallbackEvent=\"start end join leave\">Sales</Conference></Dial>");
        application.says("/left", "<Hangup/>");
    }

    @Test
    void whoWaitsHearsTheWaitUrlAsStepsUntilAnotherCallTakesIt() {
        LiveCall caller = live();
        assertThat(step(caller, PEER, CallStep.Say.class).text()).isEqualTo("Please hold.");
        LiveCall agent = live("/agent");

        step(agent, PEER, CallStep.Talk.class);
        step(caller, PEER, CallStep.Talk.class);
        assertThat(agent.act(PEER, new Action.Press("1"))).as("a tone").isFalse();
        assertThat(agent.act(PEER, new Action.Press("*"))).isTrue();
        assertThat(step(agent, PEER, CallStep.Say.class).text()).isEqualTo("The next one, please.");
        end(agent);
        end(caller);

        assertThat(caller.call().heard()).containsExactly("Please hold.", "You are connected.", "Goodbye.");
        assertThat(agent.call().heard()).containsExactly("The next one, please.");
        assertThat(application.request("/whisper").parameters())
                .containsEntry("CallSid", caller.call().sid())
                .containsEntry("DequeingCallSid", agent.call().sid());
        assertThat(application.request("/dequeued").parameter("QueueResult")).isEqualTo("bridged");
        assertThat(application.request("/dialled").parameters())
                .containsEntry("DialCallSid", caller.call().sid())
                .containsEntry("DialBridged", "true");
    }

    @Test
    void whoTakesACallWaitsForOneAndTheOneWhoWaitedHangsUp() {
        LiveCall agent = live("/agent");
        assertThat(step(agent, PEER, CallStep.Wait.class).what()).isEqualTo("nobody in the queue support");
        LiveCall caller = live();

        step(caller, PEER, CallStep.Talk.class);
        step(agent, PEER, CallStep.Talk.class);
        caller.act(PEER, new Action.HangUp());
        end(caller);
        end(agent);

        assertThat(agent.call().heard()).containsExactly("The next one, please.");
        assertThat(application.request("/dequeued").parameter("CallStatus")).isEqualTo("completed");
    }

    @Test
    void placesInAQueueAreThoseOfTheCalls() {
        application.says("/wait", "<Pause length=\"600\"/>");
        LiveCall first = live();
        step(first, PEER, CallStep.Pause.class);
        LiveCall second = live();
        step(second, PEER, CallStep.Pause.class);

        assertThat(values("/wait", "QueuePosition")).containsExactly("1", "2");
        assertThat(values("/wait", "CurrentQueueSize")).containsExactly("1", "2");
        first.act(PEER, new Action.HangUp());
        end(first);
        second.done(second.open().get(0).id());
        Awaitility.await().until(() -> values("/wait", "QueuePosition").size() == 3);
        assertThat(values("/wait", "QueuePosition")).endsWith("1");
        second.act(PEER, new Action.HangUp());
        end(second);
        assertThat(values("/dequeued", "QueueResult")).containsOnly("hangup");
    }

    @Test
    void aQueueRingsAtATelephoneOfItsOwnWhileSomebodyWaits() {
        LiveCall caller = live();
        step(caller, PEER, CallStep.Say.class);
        assertThat(caller.open())
                .filteredOn(CallStep.Ring.class::isInstance)
                .extracting(CallStep::who)
                .containsExactly(QUEUE);

        assertThat(caller.act(QUEUE, new Action.Answer(Callee.Answerer.HUMAN))).isTrue();
        assertThat(step(caller, QUEUE, CallStep.Talk.class).with()).isEqualTo(PEER);
        caller.act(QUEUE, new Action.HangUp());
        end(caller);

        assertThat(application.request("/dequeued").parameter("QueueResult")).isEqualTo("bridged");
    }

    @Test
    void whoLeavesGoesOnWithTheActionAlsoAfterManyRounds() {
        int[] rounds = new int[1];
        application.answers(
                "/wait",
                (exchange, request) -> ScriptedApplication.send(
                        exchange,
                        200,
                        "text/xml",
                        ++rounds[0] < 5
                                ? "<Response><Say>Please hold.</Say></Response>"
                                : "<Response><Leave/></Response>"));

        LiveCall caller = live();
        end(caller);

        assertThat(caller.call().heard()).hasSize(5).endsWith("Goodbye.");
        assertThat(application.request("/dequeued").parameter("QueueResult")).isEqualTo("leave");
    }

    @Test
    void aQueueOfWhichSomethingWasToldPlaysItself() {
        twilio.callee(QUEUE, new Callee(Callee.Reaction.BUSY, ""));

        LiveCall caller = live();
        end(caller);

        assertThat(application.request("/dequeued").parameter("QueueResult")).isEqualTo("queue-full");
    }

    @Test
    void threeCallsMeetInAConferenceAndTheLastEndsIt() {
        LiveCall first = live("/room");
        assertThat(step(first, PEER, CallStep.Say.class).text()).isEqualTo("Please hold.");
        LiveCall second = live("/room");
        step(first, PEER, CallStep.Talk.class);
        step(second, PEER, CallStep.Talk.class);
        LiveCall third = live("/room");
        step(third, PEER, CallStep.Talk.class);

        first.act(PEER, new Action.HangUp());
        end(first);
        third.act(PEER, new Action.HangUp());
        end(third);
        assertThat(step(second, PEER, CallStep.Wait.class).what()).isEqualTo("alone in the conference Sales");
        second.act(PEER, new Action.HangUp());
        end(second);

        assertThat(values("/events", "StatusCallbackEvent"))
                .containsExactly(
                        "participant-join",
                        "participant-join",
                        "conference-start",
                        "participant-join",
                        "participant-leave",
                        "participant-leave",
                        "participant-leave",
                        "conference-end");
        assertThat(values("/events", "SequenceNumber")).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
        assertThat(values("/events", "ConferenceSid"))
                .containsOnly(values("/events", "ConferenceSid").get(0));
        assertThat(third.call().heard()).as("it had started").isEmpty();
    }

    @Test
    void aConferenceStartsWithWhoMayStartItAndEndsWithWhoEndsIt() {
        application.says(
                "/guest",
                "<Dial action=\"/left\"><Conference startConferenceOnEnter=\"false\">Talk</Conference></Dial>");
        application.says(
                "/host", "<Dial action=\"/left\"><Conference endConferenceOnExit=\"true\">Talk</Conference></Dial>");
        LiveCall guest = live("/guest");
        step(guest, PEER, CallStep.Wait.class);
        LiveCall other = live("/guest");
        step(other, PEER, CallStep.Wait.class);
        assertThat(guest.open()).hasAtLeastOneElementOfType(CallStep.Wait.class);

        LiveCall host = live("/host");
        step(guest, PEER, CallStep.Talk.class);
        step(other, PEER, CallStep.Talk.class);
        step(host, PEER, CallStep.Talk.class);
        host.act(PEER, new Action.HangUp());
        end(host);
        end(guest);
        end(other);

        assertThat(values("/left", "DialCallStatus")).containsExactly("answered", "answered");
    }

    @Test
    void aConferenceRingsAtATelephoneOfItsOwnUntilThatRefuses() {
        LiveCall caller = live("/room");
        step(caller, PEER, CallStep.Say.class);
        assertThat(caller.act("Sales", new Action.Refuse(Callee.Reaction.BUSY))).isTrue();
        assertThat(step(caller, PEER, CallStep.Say.class).text()).as("again").isEqualTo("Please hold.");
        assertThat(caller.act("Sales", new Action.Answer(Callee.Answerer.HUMAN)))
                .as("rings no more")
                .isFalse();
        caller.act(PEER, new Action.HangUp());
        end(caller);

        assertThat(values("/events", "StatusCallbackEvent"))
                .containsExactly("participant-join", "participant-leave", "conference-end");
    }

    @Test
    void whoeverAnswersForAConferenceEndsIt() {
        LiveCall caller = live("/room");
        step(caller, PEER, CallStep.Say.class);
        caller.act("Sales", new Action.Answer(Callee.Answerer.HUMAN));
        step(caller, "Sales", CallStep.Talk.class);
        caller.act("Sales", new Action.HangUp());
        end(caller);

        assertThat(values("/events", "StatusCallbackEvent"))
                .containsExactly("participant-join", "conference-start", "participant-leave", "conference-end");
    }
}
