package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeardTwimlTest {
    @Test
    void tellsWhatHappensAtTheTelephone() {
        HeardTwiml twiml = HeardTwiml.of("""
                <?xml version="1.0" encoding="UTF-8"?>
                <Response>
                  <Gather input="dtmf speech" action="/voice/menu-choice">
                    <Say language="de-DE">Drücken Sie
                      die 1.</Say>
                  </Gather>
                  <Play>https://example.com/wait.mp3</Play><Play digits="1w2"/><Pause length="2"/>
                  <Dial timeout="20"><Number>+15550009999</Number><Sip>sip:bob@example.com</Sip></Dial>
                  <Dial>+15550008888</Dial>
                  <Record maxLength="180"/>
                  <Enqueue>sales</Enqueue><Redirect>/voice/closed</Redirect><Reject reason="busy"/><Hangup/>
                  <Connect><Stream url="wss://example.com"/></Connect>
                </Response>""");

        assertThat(twiml.heard())
                .containsExactly(
                        "is asked to answer (dtmf speech):",
                        "hears “Drücken Sie die 1.” (de-DE)",
                        "without an answer:",
                        "hears the sound https://example.com/wait.mp3",
                        "hears the sound tones 1w2",
                        "hears nothing for 2 s",
                        "is put through to +15550009999 or sip:bob@example.com, which may ring for 20 s",
                        "is put through to +15550008888",
                        "hears a tone and may speak for 180 s",
                        "without a message:",
                        "waits in the queue sales",
                        "goes on at /voice/closed",
                        "is turned away (busy)",
                        "is hung up on",
                        "Connect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gather", "Record"})
    void saysNothingOfSilenceWhereNothingFollowsIt(String verb) {
        assertThat(HeardTwiml.of("<Response><Pause/><" + verb + "/></Response>").heard())
                .hasSize(2);
    }

    @Test
    void isIndentedWhateverItLookedLike() {
        String reply =
                "<Response><Gather action=\"/a\"\n  numDigits=\"1\"><Say>a\n b</Say></Gather><Hangup/></Response>";

        assertThat(HeardTwiml.of(reply).text()).isEqualTo("""
                        <Response>
                          <Gather action="/a" numDigits="1">
                            <Say>a b</Say>
                          </Gather>
                          <Hangup/>
                        </Response>
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Response><Say>&x;</Say></Response>",
                "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><Response><Say>&b;</Say></Response>",
                "<Response><Say>cut off in the mid",
                "not XML at all",
                "</a></b></c>",
                "<Response><Say a=\"1\" a=\"2\"/></Response>"
            })
    void whatIsNoTwimlIsShownAsItIs(String reply) {
        HeardTwiml twiml = HeardTwiml.of(reply);

        assertThat(twiml.heard()).isEmpty();
        assertThat(twiml.text()).isEqualToIgnoringWhitespace(reply);
    }

    @Test
    void whatACallerSaidIsNoPatternOfOurs() {
        assertThat(HeardTwiml.of("<Response><Say>{language} $1 [x {text}] \\</Say></Response>")
                        .heard())
                .containsExactly("hears “{language} $1 [x {text}] \\”");
    }

    @Test
    void aDocumentMayBeAsDeepAsItLikes() {
        String deep = "<Gather>".repeat(2_000) + "</Gather>".repeat(2_000);

        assertThat(HeardTwiml.of("<Response>" + deep + "</Response>").heard()).hasSize(2);
    }
}
