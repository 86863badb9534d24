package io.voicewebhooks.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.CallStep;
import io.voicewebhooks.testkit.simulator.Callee;
import io.voicewebhooks.testkit.simulator.Fault;
import io.voicewebhooks.testkit.simulator.OutboundCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What can be typed behind {@code call}, and what the caller does then. */
class CallOptionsTest {
    private static final CallStep.Prompt MENU =
            new CallStep.Gather(1, "caller", List.of("dtmf"), 0, "#", "", "en-US", List.of(), 5);
    private static final CallStep.Prompt MESSAGE = new CallStep.Record(1, "caller", true, "#", 5, 3_600);

    private static CallOptions options(String... more) {
        List<String> line =
                new ArrayList<>(List.of("--url", "http://host/voice", "--from", "anonymous", "--to", "+1555"));
        line.addAll(List.of(more));
        return parsed(line);
    }

    private static CallOptions parsed(List<String> line) {
        CallOptions options = new CallOptions();
        CommandLine command = new CommandLine(options);
        CallValues.register(command);
        command.parseArgs(line.toArray(String[]::new));
        options.check();
        return options;
    }

    @Test
    void calleesAreNamedOrEverybodyElse() {
        CallOptions options = options(
                "--callee",
                "busy",
                "--callee",
                "sip:a@b;x=y=no-answer",
                "--callee-press",
                "+1666=1",
                "--callee-press",
                "2");

        assertThat(options.callees())
                .isEqualTo(Map.of(
                        "", new Callee(Callee.Reaction.BUSY, "2"),
                        "sip:a@b;x=y", new Callee(Callee.Reaction.NO_ANSWER, ""),
                        "+1666", new Callee(Callee.Reaction.ANSWERS, "1")));
    }

    @Test
    void theNumbersSettingsAndFurtherParametersMakeTheCall() {
        CallOptions options = options(
                "--method",
                "GET",
                "--fallback-url",
                "http://f",
                "--status-callback",
                "http://s",
                "--hangup-after",
                "90s",
                "--param",
                "CallerName=Eve",
                "--trouble",
                "callbacks-twice",
                "--trouble",
                "recording-404");

        assertThat(options.setup().method()).isEqualTo("GET");
        assertThat(options.setup().fallbackUrl()).contains("http://f");
        assertThat(options.setup().statusCallback()).contains("http://s");
        assertThat(options.setup().hangUpAfter()).contains(Duration.ofSeconds(90));
        assertThat(options.setup().parameters()).isEqualTo(Map.of("CallerName", "Eve"));
        assertThat(options.troubles).containsExactlyInAnyOrder(Fault.CALLBACKS_TWICE, Fault.RECORDING_404);
        assertThat(options.calls).isNull();
    }

    @Test
    void aCallOfTheApplicationHasItsOwnParameters() {
        CallOptions options = options(
                "--outbound",
                "--machine-detection",
                "DetectMessageEnd",
                "--amd-callback",
                "http://a",
                "--callee-press",
                "1",
                "--callee-is",
                "machine",
                "--callee-is",
                "+1666=fax");

        assertThat(options.setup().outbound())
                .contains(OutboundCall.standard().detecting("DetectMessageEnd", "http://a"));
        assertThat(options.callees())
                .isEqualTo(Map.of(
                        "", new Callee(Callee.Reaction.ANSWERS, "1", Callee.Answerer.MACHINE),
                        "+1666", new Callee(Callee.Reaction.ANSWERS, "", Callee.Answerer.FAX)));
        assertThat(options("--outbound", "--machine-detection", "Enable")
                        .setup()
                        .outbound())
                .contains(OutboundCall.standard().detecting("Enable"));
        assertThat(options("--outbound").setup().outbound()).contains(OutboundCall.standard());
        assertThat(options().setup().outbound()).isEmpty();
    }

    @Test
    void aDetectionNeedsACallAndItsCallbackADetection() {
        assertThatThrownBy(() -> options("--machine-detection", "Enable"))
                .hasMessage("--machine-detection is for a call with --outbound");
        assertThatThrownBy(() -> options("--outbound", "--amd-callback", "http://a"))
                .hasMessage("--amd-callback needs --machine-detection");
        assertThatThrownBy(() -> options("--outbound", "--machine-detection", "Yes"))
                .hasMessage("--machine-detection is Enable or DetectMessageEnd");
    }

    @Test
    void aStarEndsAConversationWhereItIsNext() {
        CallScript script =
                new CallScript(options("--press", "1", "--press", "*").script());

        assertThat(script.pressesStar()).isFalse();
        script.at(MENU);
        assertThat(script.pressesStar()).isTrue();
        assertThat(script.pressesStar()).as("once").isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "--url, ftp://host, --url begins with http:// or https://",
        "--method, PUT, --method is GET or POST",
        "--hangup-after, 20, 'Invalid value for option ''--hangup-after'': 20; allowed: a time such as 500ms, 20s, 2m'",
        "--press, 1a, 'Invalid value for option ''--press'': \"1a\" are no keys; allowed: 0-9 * #'",
        "--callee, away, 'Invalid value for option ''--callee'' ([<number>=]answers|busy|no-answer|failed): "
                + "away; allowed: answers, busy, no-answer, failed'",
        "--callee-is, robot, 'Invalid value for option ''--callee-is'' ([<number>=]human|machine|fax|unknown): "
                + "robot; allowed: human, machine, fax, unknown'",
        "--param, Eve, 'Value for option option ''--param'' (<name>=<value>) should be in KEY=VALUE format but was Eve'",
        "--rate, 0, '--rate 0; allowed: 1 to 1000'",
        "--record, none.wav, 'Invalid value for option ''--record'': none.wav cannot be read'",
        "--token, secret, 'Unknown options: ''--token'', ''secret'''",
        "--to, +1777, 'option ''--to'' (<number>) should be specified only once'"
    })
    void whatIsWrongIsNamed(String option, String value, String problem) {
        String[] line = option.equals("--url") ? new String[0] : new String[] {option, value};
        assertThatThrownBy(() -> {
                    if (line.length == 0) {
                        parsed(List.of(option, value, "--from", "a", "--to", "b"));
                    } else {
                        options(line);
                    }
                })
                .isInstanceOfAny(IllegalArgumentException.class, ParameterException.class)
                .hasMessage(problem);
    }

    @Test
    void anUnknownTroubleIsAnsweredWithThoseThatThereAre() {
        assertThatThrownBy(() -> options("--trouble", "rain"))
                .hasMessageContaining("unknown trouble: rain; there are callbacks-twice, ")
                .hasMessageEndingWith("connection-dropped");
    }

    @Test
    void theScriptIsDoneInItsOrder(@TempDir Path dir) throws Exception {
        Audio message = Audio.tone(Duration.ofSeconds(2));
        Path file = Files.write(dir.resolve("message.wav"), message.bytes());
        CallScript script =
                new CallScript(options("--press", "1", "--say", "sales", "--record", file.toString(), "--press", "#")
                        .script());

        assertThat(script.at(MENU)).isEqualTo(new Action.Press("1"));
        assertThat(script.at(MENU)).isEqualTo(new Action.Say("sales"));
        // a message is nothing for a menu
        assertThat(script.at(MENU)).isInstanceOf(Action.Silence.class);
        assertThat(script.at(MESSAGE)).isInstanceOfSatisfying(Action.Speak.class, speak -> {
            assertThat(speak.audio().bytes()).isEqualTo(message.bytes());
            assertThat(speak.audio().length()).isEqualTo(Duration.ofSeconds(2));
        });
        assertThat(script.at(MESSAGE)).isEqualTo(new Action.Press("#"));
    }

    @Test
    void whoHasNothingLeftToDoLeavesAMessageAndHangsUp() {
        CallScript script = new CallScript(List.of());

        assertThat(script.at(MESSAGE)).isInstanceOfSatisfying(Action.Speak.class, speak -> assertThat(
                        speak.audio().length())
                .isEqualTo(Duration.ofSeconds(3)));
        assertThat(script.at(MESSAGE)).isInstanceOf(Action.HangUp.class);
    }

    @Test
    void whoHasNothingLeftToDoIsSilentAtThreeMenusAndHangsUp() {
        CallScript script = new CallScript(List.of());

        for (int i = 0; i < 3; i++) {
            assertThat(script.at(MENU)).isInstanceOf(Action.Silence.class);
        }
        assertThat(script.at(MENU)).isInstanceOf(Action.HangUp.class);
    }
}
