package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code hangupOnStar} "lets the calling party hang up on the called party by pressing the '*' key"
 * (<a href="https://www.twilio.com/docs/voice/twiml/dial#hanguponstar">Dial</a>): the call goes on, and
 * {@code DialCallStatus} is {@code completed}.
 */
class HangupOnStarTest extends LiveScenario {
    @BeforeEach
    void answer() {
        dial("hangupOnStar=\"true\"", OFFICE);
        application.says("/dialled", "<Say>You are back.</Say>");
    }

    private void dial(String attributes, String noun) {
        application.says("/voice", "<Dial action=\"/dialled\" " + attributes + ">" + noun + "</Dial>");
    }

    /** A caller who ends a conversation where that is possible. */
    private Call impatient() {
        Person person = new Person() {
            @Override
            public Action at(CallStep.Prompt prompt) {
                return new Action.Silence();
            }

            @Override
            public boolean pressesStar() {
                return true;
            }
        };
        Call call = twilio.call(CallSetup.of(application.url() + "/voice", CALLER, OUR_NUMBER), person, null);
        call.run();
        return call;
    }

    @ParameterizedTest
    @ValueSource(strings = {OFFICE, "<Conference>Sales</Conference>", "<Queue>support</Queue>"})
    void whoCallsPressesStarAndHearsMore(String noun) {
        dial("hangupOnStar=\"true\"", noun);

        Call call = impatient();

        assertThat(call.transcript()).contains("caller        presses *");
        assertThat(call.heard()).containsExactly("You are back.");
        assertThat(application.request("/dialled").parameter("CallStatus")).isEqualTo("in-progress");
    }

    @Test
    void theCalledOneIsDone() {
        assertThat(impatient().transcript()).contains(OFFICE + "  is done: completed");

        assertThat(application.request("/dialled").parameters())
                .containsEntry("DialCallStatus", "completed")
                .containsEntry("DialBridged", "true");
    }

    @Test
    void withoutTheAttributeItIsATone() {
        dial("", OFFICE);

        Call call = impatient();

        assertThat(call.transcript()).doesNotContain("presses *");
        assertThat(call.heard()).containsExactly("You are back.");
    }

    @Test
    void aTestIsAskedInAConversationThatAKeyEnds() {
        LiveCall call = twilio.prompted(CallSetup.of(application.url() + "/voice", CALLER, OUR_NUMBER), event -> {})
                .start();

        List<CallStep> steps = call.next();

        assertThat(steps).singleElement().isInstanceOf(CallStep.Talk.class);
        assertThat(call.act(PEER, new Action.Press("1"))).isFalse();
        assertThat(call.act(PEER, new Action.Press("*"))).isTrue();
        assertThat(call.next()).isEmpty();
        assertThat(call.call().heard()).containsExactly("You are back.");
    }

    @Test
    void aTestMayAlsoTalkToTheEnd() {
        LiveCall call = twilio.prompted(CallSetup.of(application.url() + "/voice", CALLER, OUR_NUMBER), event -> {})
                .start();
        call.next();

        assertThat(call.act(PEER, new Action.Silence())).isTrue();
        assertThat(call.next()).isEmpty();
        assertThat(call.call().transcript()).doesNotContain("presses");
        assertThat(call.call().heard()).containsExactly("You are back.");
    }

    @Test
    void aLiveTelephoneHasTheKey() {
        LiveCall live = live();
        step(live, OFFICE, CallStep.Ring.class);
        live.act(OFFICE, new Action.Answer(Callee.Answerer.HUMAN));
        assertThat(step(live, PEER, CallStep.Talk.class).hangupOnStar()).isTrue();

        assertThat(live.act(OFFICE, new Action.Press("*")))
                .as("only the caller")
                .isFalse();
        assertThat(live.act(PEER, new Action.Press("*"))).isTrue();
        end(live);

        assertThat(live.call().heard()).containsExactly("You are back.");
    }
}
