package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Files;
import org.apache.camel.model.ChoiceDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code flow-closed}: what callers hear when nobody is there. */
class FlowClosedRouteTest extends RouteTest {
    FlowClosedRouteTest() {
        super("incoming-call", "flow-closed", "error-handling");
    }

    /** Every caller gets one flow, instead of the route's choice. */
    private String hears(String flow) throws Exception {
        advise(
                "incoming-call",
                route -> route.weaveByType(ChoiceDefinition.class).replace().to("direct:" + flow));
        return calls("/voice/incoming", Twilio.call(Twilio.callSid())).getBody(String.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', We are closed at the moment. Please call again later.",
        "Closed: <flood> & power cut., Closed: &lt;flood&gt; &amp; power cut."
    })
    void inAnEmergencyTheFileIsReadOutOrAStandardText(String file, String text) throws Exception {
        Files.writeString(dataDir.resolve("closed"), file + "\n");

        assertThat(hears("closed")).contains("<Say language=\"en-US\">" + text + "</Say>", "<Hangup/>");
    }

    @Test
    void aHolidayIsNamedAndGoesOnToVoicemail() throws Exception {
        bind("businessHours", new Holiday());

        assertThat(hears("holiday"))
                .contains("We are closed today: Stocktaking &amp; cleaning.")
                .contains("<Redirect>https://voice.example.com/voice/voicemail#rc=5&amp;rp=5xx,ct,rt</Redirect>");
    }

    @Test
    void outOfBusinessHoursCallersHearWhenSomebodyIsThereAgain() throws Exception {
        assertThat(hears("after-hours")).contains("Please call again Monday to Friday", "<Hangup/>");
    }

    /** A day, whatever day it is. */
    public static final class Holiday {
        public String holidayName() {
            return "Stocktaking & cleaning";
        }
    }
}
