package io.voicewebhooks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.manual.Manual;
import io.voicewebhooks.testkit.simulator.Audio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of testing.md, which is this file's own text. */
class VoicemailTest {
    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes("routes").set("call.hours", "");

    @Test
    void outsideBusinessHoursACallerLeavesAMessage() {
        PhoneCall call = phone.from("+15551230001")
                .calls("+15558675310")
                .hears("Please leave a message after the tone.")
                .records(Audio.tone(Duration.ofSeconds(3)))
                .presses("#")
                .hears("Thank you. Goodbye.");

        assertThat(call.recordings()).hasSize(1);
        assertThat(call.event("recording.archived").context("mailbox")).isEqualTo("main");
    }

    @Test
    void thePageShowsThisTest() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/voicewebhooks/testkit/VoicemailTest.java"));

        assertThat(source)
                .containsIgnoringWhitespaces(
                        Manual.read().page("testing").block("VoicemailTest").strip());
    }
}
