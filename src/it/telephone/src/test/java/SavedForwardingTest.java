import io.voicewebhooks.testkit.TwilioPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call as it was made at the telephone. */
class SavedForwardingTest {
    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes")
            .set("call.forward.to", "+15550009999;+15550009998;+15550009997")
            .set("call.hours", "mon-sun 00:00-24:00");

    @Test
    void goesAsItDid() {
        phone.callee("+15550009999").busy();
        phone.callee("+15550009998").doesNotAnswer();
        phone.callee("+15550009997").presses("1");
        phone.from("+15551230001")
                .hangsUpDuring("+15550009997")
                .calls("+15558675310")
                .wasForwardedTo("+15550009999", "+15550009998", "+15550009997")
                .talkedTo("+15550009997")
                .calleeHeard("+15550009997", "A call from 1 5 5 5 1 2 3 0 0 0 1. Press 1 to take it.")
                .hasEnded();
    }
}
