package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.simulator.ScriptedApplication.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Menus: {@code <Gather>}. */
class GatherTest extends CallScenario {
    private void menu(String attributes) {
        application.says(
                "/voice",
                "<Gather action=\"choice\" " + attributes + "><Say>Press 1.</Say></Gather><Say>Nothing.</Say>");
        application.says("/choice", "<Hangup/>");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 12#, 12",
        "'', #, ''",
        "'', 12, 12",
        "numDigits=\"1\", 123, 1",
        "numDigits=\"4\" finishOnKey=\"\", 12#4, 12#4",
        "finishOnKey=\"*\", 12*, 12"
    })
    void keysAreGatheredUntilTheyAreEnough(String attributes, String keys, String digits) {
        menu(attributes);

        assertThat(call(presses(keys)).heard()).containsExactly("Press 1.");

        Request choice = application.request("/choice");
        assertThat(choice.method()).isEqualTo("POST");
        assertThat(choice.parameters())
                .containsEntry("Digits", digits)
                .containsEntry("CallStatus", "in-progress")
                .doesNotContainKeys("SpeechResult", "CallToken");
    }

    @Test
    void speechIsUnderstoodWhereItIsAskedFor() {
        menu("input=\"dtmf speech\" method=\"GET\"");

        call(says("sales & marketing"));

        Request choice = application.request("/choice");
        assertThat(choice.method()).isEqualTo("GET");
        assertThat(choice.parameters())
                .containsEntry("SpeechResult", "sales & marketing")
                .doesNotContainKey("Digits");
        assertThat(Double.parseDouble(choice.parameter("Confidence"))).isBetween(0.0, 1.0);
    }

    @Test
    void whoSaysNothingGoesOnToTheNextVerb() {
        menu("timeout=\"7\"");

        Call call = call(nothing());

        assertThat(call.heard()).containsExactly("Press 1.", "Nothing.");
        assertThat(application.requests("/choice")).isEmpty();
        assertThat(call.transcript()).contains("0:08  caller        hears \"Nothing.\"");
    }

    @Test
    void whoSaysNothingIsReportedWhereTheApplicationWantsIt() {
        menu("actionOnEmptyResult=\"true\"");

        call(nothing());

        assertThat(application.request("/choice").parameter("Digits")).isEmpty();
    }

    @Test
    void whoSaysNothingWhereOnlySpeechIsHeardIsReportedWithoutKeys() {
        menu("input=\"speech\" actionOnEmptyResult=\"true\"");

        Call call = call(nothing());

        assertThat(application.request("/choice").parameters()).doesNotContainKeys("Digits", "SpeechResult");
        assertThat(call.heard()).containsExactly("Press 1.");
    }

    @Test
    void speechIsNotHeardWhereOnlyKeysAreAndTheOtherWayRound() {
        menu("");
        assertThat(call(says("sales")).heard()).contains("Nothing.");

        menu("input=\"speech\"");
        assertThat(call(presses("1")).heard()).contains("Nothing.");
        assertThat(application.requests("/choice")).isEmpty();
    }

    @Test
    void withoutAnActionTheSameDocumentIsAskedAgain() {
        application.answers(
                "/voice",
                (exchange, request) -> ScriptedApplication.send(
                        exchange,
                        200,
                        "text/xml",
                        request.parameters().containsKey("Digits")
                                ? "<Response><Hangup/></Response>"
                                : "<Response><Gather numDigits=\"1\"/></Response>"));

        call(presses("5"));

        assertThat(values("/voice", "Digits")).containsExactly(null, "5");
    }

    @Test
    void whoHangsUpAtAMenuAsksForNothingMore() {
        menu("");

        assertThat(call().status()).isEqualTo("completed");
        assertThat(application.requests("/choice")).isEmpty();
        assertThat(application.requests("/status")).hasSize(1);
    }

    /** <a href="https://www.twilio.com/docs/voice/twiml/gather#partialresultcallback">partialResultCallback</a>. */
    @Test
    void whatIsUnderstoodSoFarIsReportedAndTheAnswerIgnored() {
        menu("input=\"speech\" partialResultCallback=\"/partial\"");
        application.says("/partial", "<Say>never</Say>");

        Call call = call(says("sales and marketing"));

        assertThat(values("/partial", "UnstableSpeechResult"))
                .containsExactly("sales", "sales and", "sales and marketing");
        assertThat(values("/partial", "SequenceNumber")).containsExactly("0", "1", "2");
        assertThat(values("/partial", "CallSid")).containsOnly(call.sid());
        assertThat(application.request("/choice").parameter("SpeechResult")).isEqualTo("sales and marketing");
        assertThat(call.heard()).containsExactly("Press 1.");
    }

    @Test
    void ofKeysThereAreNoPartialResults() {
        menu("input=\"dtmf speech\" numDigits=\"1\" partialResultCallback=\"/partial\"");

        call(presses("1"));

        assertThat(application.requests("/partial")).isEmpty();
        assertThat(application.request("/choice").parameter("Digits")).isEqualTo("1");
    }
}
