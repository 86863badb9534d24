package io.voicewebhooks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.manual.Manual;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Call;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.Callee;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.ScriptedApplication;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulator against an application that is not ours, as testing.md shows it. */
class StandInTest {
    private final TwilioAccount account = ScriptedApplication.ACCOUNT;

    private ScriptedApplication theirs;
    private String voiceUrl;

    @BeforeEach
    void start() throws IOException {
        theirs = new ScriptedApplication()
                .says("/voice", "<Gather numDigits='1' action='/choice'><Say>Press 1 for the office.</Say></Gather>")
                .says("/choice", "<Dial action='/missed'>+15550009999</Dial>")
                .says("/missed", "<Say>Nobody is there.</Say>");
        voiceUrl = theirs.url() + "/voice";
    }

    @AfterEach
    void stop() {
        theirs.close();
    }

    @Test
    void aCallerHearsThatNobodyIsThere() throws Exception {
        try (MediaServer recordings = new MediaServer(0, account)) {
            CallSetup number = new CallSetup(
                    voiceUrl,
                    "POST",
                    Optional.empty(),
                    Optional.empty(),
                    "+15551230001",
                    "+15558675310",
                    Map.of(),
                    Optional.empty());
            Call call = new Simulator(account, recordings)
                    .callee("+15550009999", new Callee(Callee.Reaction.BUSY, ""))
                    .call(number, prompt -> new Action.Press("1"), System.out);

            call.run();

            assertThat(call.problems()).isEmpty();
            assertThat(call.heard()).containsExactly("Press 1 for the office.", "Nobody is there.");
        }
    }

    @Test
    void thePageShowsThisTest() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/voicewebhooks/testkit/StandInTest.java"));

        assertThat(source)
                .containsIgnoringWhitespaces(
                        Manual.read().page("testing").block("StandInTest").strip());
    }
}
