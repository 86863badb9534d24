package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.check.CheckScenario;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.TwilioPhone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The call flow that call-flows.md builds, on the telephone. */
class CallFlowsPageTest {
    private static final String CALLER = "+15551230001";
    private static final String ASK = "Please enter the extension.";

    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes(routes()).set("call.dial-allowed", "+1555867*");

    private static String routes() {
        try {
            Path parent = Files.createTempDirectory(Path.of("target"), "extension");
            withExtensions(parent);
            return parent.resolve("routes").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RouteFolder withExtensions(Path parent) throws IOException {
        Manual manual = Manual.read().page("call-flows");
        String example = "              # out of business hours";
        return RouteFolder.copiedTo(parent)
                .write("flow-extension.camel.yaml", manual.block("routes/flow-extension.camel.yaml"))
                .write("twiml/extension.xml", manual.block("routes/twiml/extension.xml"))
                .write("twiml/extension-call.xml", manual.block("routes/twiml/extension-call.xml"))
                .replace(
                        "incoming-call.camel.yaml",
                        example,
                        manual.block("routes/incoming-call.camel.yaml (extension)") + example);
    }

    @Test
    void itPassesTheCheck(@TempDir Path dir) throws IOException {
        assertThat(CheckScenario.with(dir.resolve("data")).problems(withExtensions(dir)))
                .isEmpty();
    }

    @Test
    void anExtensionIsCalled() {
        phone.from(CALLER)
                .calls("+15558675300")
                .hears(ASK)
                .presses("5399")
                .wasForwardedTo("+15558675399")
                .talkedTo("+15558675399");
    }

    @Test
    void anEntryThatIsNoExtensionCallsNobody() {
        phone.from(CALLER)
                .calls("+15558675300")
                .hears(ASK)
                .presses("5*99")
                .wasForwardedTo()
                .hears("We are sorry, your call cannot be taken at the moment. Please try again later.");
    }

    @Test
    void whoeverEntersNothingLeavesAMessage() {
        phone.from(CALLER)
                .calls("+15558675300")
                .hears(ASK)
                .staysSilent()
                .hears("Please leave a message after the tone.");
    }

    @Test
    void otherNumbersAreAnsweredAsBefore() {
        phone.from(CALLER).calls("+15558675310").hears("Please leave a message after the tone.");
    }
}
