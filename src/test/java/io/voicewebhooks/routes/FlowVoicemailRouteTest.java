package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code flow-voicemail}: what is said, and whose mailbox it is. */
class FlowVoicemailRouteTest extends RouteTest {
    FlowVoicemailRouteTest() {
        super("incoming-call", "flow-voicemail", "error-handling");
        set("call.hours", "");
    }

    private String twiml(String target) throws Exception {
        return calls(target, Twilio.call(Twilio.callSid())).getBody(String.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "", useHeadersInDisplayName = true, textBlock = """
            call.voicemail.mailbox | mailbox of the URL | recording goes to
                                   |                    | context.mailbox=main#
            office                 |                    | context.mailbox=office#
            office                 | branch             | context.mailbox=branch#
            """)
    void aFlowBeforeChoosesTheMailboxElseItsKey(String key, String url, String mailbox) throws Exception {
        if (key != null) {
            set("call.voicemail.mailbox", key);
        }

        assertThat(twiml("/voice/voicemail" + (url == null ? "" : "?context.mailbox=" + url)))
                .containsPattern("recordingStatusCallback=\"https://voice.example.com/voice/recording[^\"]*" + mailbox);
    }

    @Test
    void aRouteBeforeChoosesTheMailboxWithAVariable() throws Exception {
        advise("incoming-call", route -> route.weaveByToUri("direct:voicemail")
                .before()
                .setVariable("context.mailbox", route.constant("branch")));

        assertThat(twiml("/voice/incoming")).contains("context.mailbox=branch#").doesNotContain("mailbox=main");
    }

    @Test
    void theCallbackOfTheRecordingTellsWhoCalledWhomAndWhoseMailboxItIs() throws Exception {
        set("call.voicemail.mailbox", "night shift");

        assertThat(twiml("/voice/voicemail"))
                .contains("recordingStatusCallback=\"https://voice.example.com/voice/recording"
                        + "?context.from=%2B15551230001&amp;context.to=%2B15558675310"
                        + "&amp;context.mailbox=night%20shift#rc=5&amp;rp=5xx,ct,rt\"")
                .contains("recordingStatusCallbackEvent=\"completed absent\"");
    }

    @Test
    void itsTextsAreThoseOfTheTemplatesUnlessTheKeysAreSet() throws Exception {
        assertThat(twiml("/voice/voicemail"))
                .contains("Please leave a message after the tone.", "Thank you. Goodbye.", "maxLength=\"180\"");
    }

    @Test
    void itsKeysReplaceItsTexts() throws Exception {
        set("call.voicemail.greeting", "Tom & Jerry say \"hi\" <3");
        set("call.voicemail.goodbye", "So long.");

        assertThat(twiml("/voice/voicemail"))
                .contains("<Say language=\"en-US\">Tom &amp; Jerry say &quot;hi&quot; &lt;3</Say>", ">So long.</Say>")
                .doesNotContain("Please leave a message", "Thank you");
        assertThat(twiml("/voice/voicemail-end")).contains(">So long.</Say>", "<Hangup/>");
    }

    @Test
    void whoeverHasLeftAMessageHearsGoodbye() throws Exception {
        assertThat(twiml("/voice/voicemail-end")).contains("Thank you. Goodbye.", "<Hangup/>");
    }
}
