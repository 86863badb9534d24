package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples in {@code incoming-call.camel.yaml}, each without its "#": which call gets which flow. */
@TestInstance(Lifecycle.PER_CLASS)
class RoutingExamplesTest {
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        RouteFolder routes = RouteFolder.copiedTo(dir)
                .edit("incoming-call.camel.yaml", text -> text.replaceAll("(?m)^( +)#(- simple|  )", "$1$2"))
                .write(
                        "twiml/goodbye.de-DE.xml",
                        "<Response><Say language=\"{{language}}\">Auf Wiederhören.</Say><Hangup/></Response>");
        application = Application.with(dir.resolve("data"))
                .routes(routes.pattern())
                .set(routes.settings())
                .set("call.hours", "")
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @ParameterizedTest
    @CsvSource({
        "StirVerstat, TN-Validation-Failed-A, <Reject reason=\"busy\"/>",
        "StirVerstat, TN-Validation-Failed, <Reject reason=\"busy\"/>",
        "To, +15558675311, <Gather ",
        "ForwardedFrom, +15558675312, context.mailbox=branch#",
        "SipDomain, example.sip.twilio.com, <Gather ",
        "FromCountry, DE, language=\"de-DE\"",
        "FromCountry, AT, action=\"https://voice.example.com/voice/menu-choice?context.language=de-DE&amp;context.wrong=0#",
        "FromCountry, US, Nobody is here now.",
        "StirVerstat, TN-Validation-Passed-A, Nobody is here now.",
        "To, +15558675310, Nobody is here now."
    })
    void aCallGetsTheFlowOfTheFirstExampleThatFits(String parameter, String value, String twiml) {
        assertThat(post("/voice/incoming", parameter, value)).contains(twiml);
    }

    @Test
    void theLanguageStaysWithTheCall() {
        assertThat(post("/voice/menu-choice?context.language=de-DE&context.wrong=0", "Digits", "2"))
                .contains("<Say language=\"de-DE\">Wir sind Montag bis Freitag")
                .contains("<Redirect>https://voice.example.com/voice/menu?context.language=de-DE&amp;context.wrong=0#");
    }

    @Test
    void aTemplateInTheLanguageOfTheCallIsTakenWhereThereIsOne() {
        assertThat(post("/voice/voicemail-end?context.language=de-DE", "Digits", ""))
                .isEqualTo("<Response><Say language=\"de-DE\">Auf Wiederhören.</Say><Hangup/></Response>");
        assertThat(post("/voice/voicemail-end?context.language=it-IT", "Digits", ""))
                .contains("<Say language=\"it-IT\">Thank you. Goodbye.</Say>");
        assertThat(post("/voice/voicemail-end?context.language=..%2F..%2Fx", "Digits", ""))
                .contains("Thank you. Goodbye.");
    }

    /** Only our own URLs carry context: a caller who chooses form fields does not choose the language. */
    @Test
    void aFormFieldIsNoState() {
        assertThat(post("/voice/voicemail-end", "context.language", "de-DE")).contains("<Say language=\"en-US\">");
        assertThat(post("/voice/voicemail-end", "language", "de-DE")).contains("<Say language=\"en-US\">");
    }

    private String post(String target, String parameter, String value) {
        return application
                .twilio()
                .post(target, Twilio.with(Twilio.call(Twilio.callSid()), parameter, value))
                .body();
    }
}
