package io.voicewebhooks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.VoiceWebhooks;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.ScriptedApplication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the jar as processes of their own, in a directory with application.properties. */
class CommandsTest {
    @TempDir
    Path dir;

    private record Run(int status, String output) {}

    private Run run(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(JavaProcess.SHORT_LIFE);
        line.addAll(List.of(
                "-Dfile.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                absoluteClassPath(),
                VoiceWebhooks.class.getName()));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    /** In this process, for commands that need no configuration. */
    private static Run typed(String... command) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int status = Commands.run(new Terminal(stream, stream, () -> null, name -> null), command);
        return new Run(status, printed.toString(StandardCharsets.UTF_8));
    }

    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(java.io.File.pathSeparator, entries);
    }

    @Test
    void anOperatorsCommandFindsTheApplicationByItsProperties() throws Exception {
        try (Application application = Application.with(dir.resolve("data"))
                .set("voice.sink.file.enabled", "true")
                .set("voice.management.token", Operator.TOKEN)
                .start()) {
            String port = application.managementUrl().replaceAll(".*:", "");
            Files.writeString(
                    dir.resolve("application.properties"),
                    "voice.management.port = " + port + "\nvoice.management.token = " + Operator.TOKEN + "\n");

            Run pause = run("sinks", "pause", "file", "--reason", "disk", "--as", "carol");

            assertThat(pause.output()).contains("state: held").contains("carol at 127.0.0.1");
            assertThat(pause.status()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void theUsageOfAllIsPrinted(String command) {
        Run help = typed(command);

        assertThat(help.output())
                .startsWith("Usage: java -jar voice-webhooks.jar ")
                .contains(
                        "check ",
                        "call ",
                        "calls ",
                        "verify-signature ",
                        "dead-letters ",
                        "deliveries ",
                        "sinks ",
                        "--version");
        assertThat(help.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "run --help, run",
        "check --help, check",
        "call --help, call",
        "help call, call",
        "verify-signature --help, verify-signature",
        "dead-letters --help, dead-letters",
        "help dead-letters, dead-letters",
        "dead-letters list --help, dead-letters list",
        "deliveries retry-now --help, deliveries retry-now",
        "calls list --help, calls list",
        "sinks pause http --help, sinks pause"
    })
    void theHelpOfACommandIsOfThatCommandAlone(String typed, String command) {
        Run help = typed(typed.split(" "));

        assertThat(help.output()).startsWith("Usage: java -jar voice-webhooks.jar " + command + " ");
        assertThat(help.status()).isZero();
    }

    @Test
    void whatCanGoWrongInACallIsListed() {
        assertThat(typed("call", "--help").output())
                .contains("--trouble=<name>")
                .contains("  callbacks-twice       each callback comes twice");
    }

    @ParameterizedTest
    @CsvSource({
        "chekc, command: chekc, check, ''",
        "dead-letter --help, command: dead-letter, dead-letters, ''",
        "dead-letters lst, command: lst, list, 'dead-letters '",
        "dead-letters list --snk=x, option: --snk, --sink, 'dead-letters list '"
    })
    void whatIsUnknownIsToldWithTheNearestNames(String typed, String told, String nearest, String of) {
        Run unknown = typed(typed.split(" "));

        assertThat(unknown.output().lines())
                .containsExactly(
                        "unknown " + told + "; nearest: " + nearest,
                        "java -jar voice-webhooks.jar " + of + "--help lists what can be typed");
        assertThat(unknown.status()).isEqualTo(2);
    }

    @Test
    void whatATerminalWouldObeyIsNotPrinted() {
        Run unknown = typed("\u001b[2Jcheck");

        assertThat(unknown.output()).startsWith("unknown command: ?[2Jcheck");
    }

    @Test
    void aShellCompletesCommandsBehindAnAlias() {
        Run completion = typed("completion", "vw");

        assertThat(completion.output()).contains("complete -F _complete_vw -o default vw", "redrive", "--call-sid");
        assertThat(completion.status()).isZero();
    }

    @Test
    void theVersionIsPrinted() throws Exception {
        Run version = run("--version");

        assertThat(version.output()).startsWith("voice-webhooks ");
        assertThat(version.status()).isZero();
    }

    @Test
    void aWrongPropertyIsNamed() throws Exception {
        Files.writeString(dir.resolve("application.properties"), "voice.management.port = http\n");

        Run list = run("dead-letters", "list");

        assertThat(list.status()).isEqualTo(1);
        assertThat(list.output()).startsWith("voice.management.port = http; allowed: a port");
    }

    @Test
    void propertiesAreReadAsUtf8() throws Exception {
        Files.writeString(dir.resolve("application.properties"), "voice.management.port = fünf\n");

        assertThat(run("sinks", "list").output()).startsWith("voice.management.port = fünf; allowed: a port");
    }

    @Test
    void aCallIsSignedForTheAccountOfTheProperties() throws Exception {
        try (ScriptedApplication application = new ScriptedApplication()) {
            application.says("/voice", "<Say>Hello</Say>");
            Files.writeString(
                    dir.resolve("application.properties"),
                    "twilio.account-sid = " + Twilio.ACCOUNT + "\ntwilio.auth-token = "
                            + ScriptedApplication.ACCOUNT.authToken() + ", old-one\n");

            Run call = run(
                    "call",
                    "--url",
                    application.url() + "/voice",
                    "--from",
                    "+1555",
                    "--to",
                    "+1666",
                    "--media-port",
                    "0");

            assertThat(call.output()).contains("hears \"Hello\"");
            assertThat(call.status()).isZero();
            assertThat(application.request("/voice").signed()).isTrue();
            assertThat(application.request("/voice").parameter("AccountSid")).isEqualTo(Twilio.ACCOUNT);
        }
    }

    @Test
    void aCallWithoutATokenSaysWhichKeyIsMissing() throws Exception {
        Run call = run("call", "--url", "http://127.0.0.1:1/", "--from", "+1555", "--to", "+1666");

        assertThat(call.output()).contains("twilio.account-sid is not set", "twilio.auth-token is not set");
        assertThat(call.status()).isEqualTo(1);
    }

    @Test
    void checkOpensNoManagementPortAndPasses() throws Exception {
        Files.writeString(
                dir.resolve("application.properties"),
                "twilio.account-sid = " + Twilio.ACCOUNT + "\ntwilio.auth-token = " + Twilio.TOKEN
                        + "\nvoice.public-url = " + Twilio.PUBLIC_URL + "\nvoice.management.token = x\n");

        Run check = run("check");

        assertThat(check.output()).contains("ok: ");
        assertThat(check.status()).isZero();
    }

    @Test
    void verifySignatureTakesTokenAndPublicUrlFromTheProperties() throws Exception {
        Files.writeString(
                dir.resolve("application.properties"),
                "twilio.account-sid = " + Twilio.ACCOUNT + "\ntwilio.auth-token = " + Twilio.TOKEN
                        + "\nvoice.public-url = " + Twilio.PUBLIC_URL + "\n");
        Twilio twilio = new Twilio("", Twilio.PUBLIC_URL, Twilio.TOKEN);
        List<Entry<String, String>> form = Twilio.status("CA1", "busy");
        String signature = twilio.sign("/voice/status", form);

        Run accepted = verify(signature, form);
        Run refused = verify(signature, Twilio.with(form, "CallStatus", "completed"));

        assertThat(accepted.output()).startsWith("accepted: ");
        assertThat(accepted.status()).isZero();
        assertThat(refused.output()).startsWith("refused: mismatch");
        assertThat(refused.status()).isEqualTo(1);
    }

    private Run verify(String signature, List<Entry<String, String>> form) throws Exception {
        return run(
                "verify-signature",
                "--url",
                Twilio.PUBLIC_URL + "/voice/status",
                "--signature",
                signature,
                "--form",
                Twilio.encode(form));
    }
}
