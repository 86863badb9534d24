import io.voicewebhooks.testkit.TwilioPhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call as it was made at the telephone. */
class SavedMenuTest {
    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes")
            .set("call.forward.to", "+15550009999;+15550009998;+15550009997")
            .set("call.hours", "mon-sun 00:00-24:00");

    @Test
    void goesAsItDid() {
        phone.from("+15551230001")
                .at("/voice/menu")
                .calls("+15558675310")
                .hears(
                        "To leave a message press 1 or say message. For our hours press 2 or say hours. For the operator press 0 or say operator.")
                .presses("9")
                .hears(
                        "Sorry, I did not understand.",
                        "To leave a message press 1 or say message. For our hours press 2 or say hours. For the operator press 0 or say operator.")
                .says("Your hours, \"please\"")
                .hears(
                        "We are here Monday to Friday, from nine to five.",
                        "To leave a message press 1 or say message. For our hours press 2 or say hours. For the operator press 0 or say operator.")
                .hangsUp()
                .hasEnded();
    }
}
