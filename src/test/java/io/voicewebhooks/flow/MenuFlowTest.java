package io.voicewebhooks.flow;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.PhoneCall;
import io.voicewebhooks.testkit.TwilioPhone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The menu, in a copy of the routes where every call gets it. */
class MenuFlowTest {
    private static final String CALLER = "+15551230001";
    private static final String OUR_NUMBER = "+15558675310";
    private static final String OPERATOR = "+15550009999";
    private static final String GREETING = "Please leave a message after the tone.";
    private static final String SORRY = "Sorry, I did not understand.";
    private static final String MENU = "To leave a message press 1 or say message. For our hours press 2 or say hours."
            + " For the operator press 0 or say operator.";

    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes(routesWithAMenu())
            .set("call.hours", "mon-sun 00:00-24:00")
            .set("call.forward.to", OPERATOR)
            .set("call.forward.announce", "false");

    private static String routesWithAMenu() {
        try {
            Path parent = Files.createTempDirectory(Path.of("target"), "menu");
            RouteFolder.copiedTo(parent)
                    .replace("incoming-call.camel.yaml", "simple: \"'{{call.forward.to}}' != ''", "simple: \"'' != ''")
                    .replace(
                            "incoming-call.camel.yaml",
                            "otherwise:\n              steps:\n                - to: direct:voicemail",
                            "otherwise:\n              steps:\n                - to: direct:menu");
            return parent.resolve("routes").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aKeyChooses() {
        calls().presses("1").hears(GREETING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "I'd like to leave a Message, please"})
    void aWordChooses(String speech) {
        calls().says(speech).hears(GREETING);
    }

    @Test
    void theHoursLeadBackToTheMenu() {
        calls().presses("2")
                .hears("We are here Monday to Friday, from nine to five.", MENU)
                .says("hours")
                .hears("We are here Monday to Friday, from nine to five.", MENU)
                .presses("1")
                .hears(GREETING);
    }

    @Test
    void theOperatorIsCalled() {
        calls().presses("0").wasForwardedTo(OPERATOR).talkedTo(OPERATOR).hasEnded();
        calls().says("operator").talkedTo(OPERATOR);
    }

    @Test
    void aWrongKeyASilenceAndAWordThatFitsNothingAreAskedAgain() {
        calls().presses("9").hears(SORRY, MENU).presses("1").hears(GREETING);
        calls().staysSilent().hears(SORRY, MENU).presses("1").hears(GREETING);
        calls().says("pizza").hears(SORRY, MENU).presses("1").hears(GREETING);
    }

    @Test
    void threeFailuresLeadToTheOperator() {
        calls().presses("9")
                .hears(SORRY, MENU)
                .staysSilent()
                .hears(SORRY, MENU)
                .says("pizza")
                .hears()
                .wasForwardedTo(OPERATOR)
                .talkedTo(OPERATOR)
                .hasEnded();
    }

    @Test
    void afterTheHoursThereAreThreeTriesAgain() {
        calls().staysSilent()
                .hears(SORRY, MENU)
                .staysSilent()
                .hears(SORRY, MENU)
                .presses("2")
                .hears("We are here Monday to Friday, from nine to five.", MENU)
                .staysSilent()
                .hears(SORRY, MENU)
                .presses("1")
                .hears(GREETING);
    }

    @Test
    void ifTheOperatorIsBusyTheCallerLeavesAMessage() {
        phone.callee(OPERATOR).busy();

        calls().presses("0").hears(GREETING);
    }

    private static PhoneCall calls() {
        return phone.from(CALLER).calls(OUR_NUMBER).hears(MENU);
    }
}
