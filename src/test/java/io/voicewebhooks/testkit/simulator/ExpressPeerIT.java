package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.NodePeer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command {@code call} against an application that shares nothing with this project: Express with Twilio's own
 * library for signatures and TwiML, {@code src/test/peers/express}. Needs Node.js and npm, and is skipped without them.
 */
@Tag("full")
class ExpressPeerIT {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    static Path dir;

    private static Process peer;
    private static Path output;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        Path folder = NodePeer.installed("express");
        output = dir.resolve("peer.log");
        ProcessBuilder node = new ProcessBuilder("node", "server.js")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        node.environment().put("TWILIO_AUTH_TOKEN", TOKEN);
        node.environment().put("PORT", "0");
        peer = node.start();
        Pattern listening = Pattern.compile("listening on (\\d+)");
        await().atMost(LIMIT)
                .until(() -> listening.matcher(Files.readString(output)).find());
        Matcher port = listening.matcher(Files.readString(output));
        port.find();
        url = "http://127.0.0.1:" + port.group(1) + "/voice/incoming";
    }

    @AfterAll
    static void stop() {
        if (peer != null) {
            peer.destroy();
        }
    }

    private record Run(int status, String output) {}

    /** Runs the jar as setup.md says. */
    private static Run call(String token, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "voice-webhooks.jar").toAbsolutePath().toString()));
        command.addAll(List.of("call", "--url", url, "--from", "+15551230001", "--to", "+15558675310"));
        command.addAll(List.of("--media-port", "0", "--media-wait", "0s"));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
        builder.environment().put("TWILIO_ACCOUNT_SID", ScriptedApplication.ACCOUNT.sid());
        builder.environment().put("TWILIO_AUTH_TOKEN", token);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    @Test
    void aMenuLeadsToTheOffice() throws Exception {
        Run run = call(TOKEN, "--press", "1");

        assertThat(run.output())
                .containsSubsequence(
                        "hears \"Press 1 for the office, 2 for a message.\"",
                        "presses 1",
                        "POST /voice/menu -> 200 text/xml; charset=utf-8 in ",
                        "+15550009999  answers",
                        "POST /voice/status (in-progress) -> 204 in ",
                        "talks to +15550009999",
                        "POST /voice/dialled -> 200",
                        "hears \"The office says completed.\"",
                        "the call is over: completed");
        assertThat(run.status()).isZero();
        assertThat(Files.readString(output)).contains("/voice/status ringing", "/voice/status completed");
    }

    @Test
    void aMessageIsRecordedAndItsCallbackTaken() throws Exception {
        Run run = call(TOKEN, "--press", "2", "--press", "#");

        assertThat(run.output())
                .containsSubsequence(
                        "hears \"Please speak after the tone.\"",
                        "speaks for 3 s",
                        "presses #",
                        "POST /voice/goodbye?from=menu -> 200",
                        "hears \"You spoke for 3 seconds.\"",
                        "POST /voice/recording (completed) -> 204 in ");
        assertThat(run.status()).isZero();
    }

    @Test
    void withAnotherTokenTheCallIsRefusedAndTheCommandSaysSo() throws Exception {
        Run run = call("f" + TOKEN.substring(1));

        assertThat(run.output())
                .contains("POST /voice/incoming -> 403", "403 is how most applications refuse a signature");
        assertThat(run.status()).isEqualTo(1);
    }
}
