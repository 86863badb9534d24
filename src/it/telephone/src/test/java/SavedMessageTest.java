import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.PhoneCall;
import io.voicewebhooks.testkit.TwilioPhone;
import io.voicewebhooks.testkit.simulator.Audio;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call as it was made at the telephone. */
class SavedMessageTest {
    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes")
            .set("call.forward.to", "+15550009999;+15550009998;+15550009997")
            .set("call.hours", "mon-sun 00:00-24:00");

    @Test
    void goesAsItDid() {
        PhoneCall call = phone.from("+15551230001")
                .with("FromCountry", "DE")
                .with("CallerName", "\"Ann\" \\u0022 O'Hara\n\u202eü")
                .at("/voice/menu")
                .calls("+15558675310")
                .hearsFirst(
                        "To leave a message press 1 or say message. For our hours press 2 or say hours. For the operator press 0 or say operator.")
                .presses("1")
                .hears("Please leave a message after the tone.")
                .records(Audio.tone(Duration.ofMillis(2500)))
                .presses("#")
                .hears("Thank you. Goodbye.")
                .hasEnded();

        assertThat(call.recordings()).hasSize(1);
    }
}
