package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code flow-menu}: what follows a key, a word or a silence. */
class FlowMenuRouteTest extends RouteTest {
    private final List<Entry<String, String>> call = Twilio.call(Twilio.callSid());

    FlowMenuRouteTest() {
        super("flow-menu", "error-handling");
        set("call.hours", "");
    }

    @Test
    void theMenuIsReadAndCountsNoWrongAnswerYet() throws Exception {
        String twiml = calls("/voice/menu", call).getBody(String.class);

        assertThat(twiml).contains("<Gather ", "menu-choice?context.wrong=0#").doesNotContain("Sorry");
    }

    @Test
    void theHoursLeadBackToTheMenuWithAllTriesLeft() throws Exception {
        String hours = calls("/voice/menu-choice?context.wrong=2", Twilio.with(call, "Digits", "2"))
                .getBody(String.class);
        String menu = calls("/voice/menu?context.wrong=2", call).getBody(String.class);

        assertThat(hours).contains("<Redirect>https://voice.example.com/voice/menu?");
        assertThat(menu).contains("menu-choice?context.wrong=0#");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "", useHeadersInDisplayName = true, textBlock = """
            pressed | said                           | wrong before | goes on to       | hears
            1       |                                | 0            | direct:voicemail |
                    | I'd like to leave a Message    | 0            | direct:voicemail |
                    | eine Nachricht                 | 0            | direct:voicemail |
            2       |                                | 0            |                  | Monday to Friday, from nine to five
                    | your hours                     | 1            |                  | Monday to Friday, from nine to five
                    | Öffnungszeiten                 | 0            |                  | Monday to Friday, from nine to five
            0       |                                | 0            | direct:voicemail |
                    | Operator, please               | 0            | direct:voicemail |
            9       |                                | 0            |                  | menu-choice?context.wrong=1#
                    | pizza                          | 1            |                  | menu-choice?context.wrong=2#
                    |                                | 0            |                  | Sorry, I did not understand.
            9       |                                | 2            | direct:voicemail |
                    |                                | 2            | direct:voicemail |
            """)
    void whatACallerPressesOrSaysDecides(String pressed, String said, int wrong, String flow, String twiml)
            throws Exception {
        List<Entry<String, String>> form = pressed == null ? call : Twilio.with(call, "Digits", pressed);
        form = said == null ? form : Twilio.with(form, "SpeechResult", said);

        String reply = calls("/voice/menu-choice?context.wrong=" + wrong, form).getBody(String.class);

        if (flow == null) {
            assertThat(reply).contains(twiml);
            assertThat(reached()).isEmpty();
        } else {
            assertThat(reached()).containsExactly(flow);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "", useHeadersInDisplayName = true, textBlock = """
            business hours      | number       | goes on to
                                |              | direct:voicemail
            mon-sun 00:00-24:00 |              | direct:voicemail
                                | +15550009999 | direct:voicemail
            mon-sun 00:00-24:00 | +15550009999 | direct:forward
            """)
    void theOperatorIsThereInBusinessHoursIfThereIsANumber(String hours, String number, String flow) throws Exception {
        set("call.hours", hours == null ? "" : hours);
        set("call.forward.to", number == null ? "" : number);

        calls("/voice/menu-choice?context.wrong=0", Twilio.with(call, "Digits", "0"));

        assertThat(reached()).containsExactly(flow);
    }
}
