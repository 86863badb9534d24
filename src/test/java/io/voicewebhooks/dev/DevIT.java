package io.voicewebhooks.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.support.Run;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code dev} as a process, from the jar and in another folder: it starts for this machine alone, and without a real account. */
class DevIT {
    @TempDir
    Path dir;

    private final int port = Application.freePort();
    private final int managementPort = Application.freePort();
    /** As somebody has them whose application answers real calls. */
    private final Map<String, String> properties = new TreeMap<>(Map.of(
            "twilio.account-sid", "AC00000000000000000000000000000001",
            "voice.public-url", Twilio.PUBLIC_URL,
            "voice.http.host", "0.0.0.0",
            "voice.http.port", String.valueOf(port),
            "voice.management.host", "0.0.0.0",
            "voice.management.port", String.valueOf(managementPort),
            "voice.management.token-file", "/run/secrets/management",
            "voice.broker.url", "tcp://broker.example.com:61616"));

    private Path working;

    @BeforeEach
    void copyRoutes() throws IOException {
        working = Files.createDirectory(dir.resolve("working"));
        RouteFolder.copiedTo(working);
    }

    @Test
    void itRunsForThisMachineAlone() throws Exception {
        properties.putAll(Map.of(
                "twilio.carrier", "signalwire", "camel.server.host", "0.0.0.0", "camel.management.host", "0.0.0.0"));
        try (Run run = Run.start(working, "dev", properties)) {
            String token = token(run);
            Twilio twilio = new Twilio("http://127.0.0.1:" + port, "http://127.0.0.1:" + port, token);

            assertThat(twilio.post("/voice/incoming", Twilio.call(Twilio.callSid()))
                            .body())
                    .contains("Please leave a message after the tone.");
            assertThat(run.output())
                    .containsPattern("Voice Webhooks runs at http://127.0.0.1:" + port + " \\(ready after \\d+\\.\\d s")
                    .contains("http://127.0.0.1:" + managementPort + "/")
                    .doesNotContain("ERROR");
            assertThat(working.resolve("data")).doesNotExist();
            assertThat(working.resolve("data-dev/.gitignore")).hasContent("*");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(working.resolve("data-dev"))))
                    .isEqualTo("rwx------");
            noStrangerIsAnswered();
            isClosedToOtherAddresses();

            run.terminate();
            assertThat(run.status()).isIn(0, 143);
            assertThat(run.errors()).isEmpty();
        }
    }

    private void noStrangerIsAnswered() {
        String console = "http://127.0.0.1:" + managementPort;
        assertThat(RawRequest.get("/").host("evil.example").sendTo(console).status())
                .isEqualTo(421);
        assertThat(RawRequest.post("/login", "token=x")
                        .header("Origin", "http://evil.example")
                        .sendTo(console)
                        .status())
                .isEqualTo(403);
        assertThat(RawRequest.get("/calls").sendTo(console).head()).contains("/login");
    }

    private void isClosedToOtherAddresses() throws IOException {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        assumeTrue(!others.isEmpty(), "this machine has no other address than that of itself");
        for (InetAddress other : others) {
            for (int each : List.of(port, managementPort)) {
                assertThat(catchThrowable(() -> new Socket(other, each).close()))
                        .as(other + ", port " + each)
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void aSecondOneInTheSameDirectoryEndsAtOnce() throws Exception {
        try (Run run = Run.start(working, "dev", properties)) {
            token(run);
            try (Run second = Run.start(working, "dev", properties)) {
                assertThat(second.status()).isEqualTo(1);
                assertThat(second.errors())
                        .contains("another dev runs in this directory: ", "data-dev is in use. Stop that one")
                        .doesNotContain("\tat ");
                assertThat(second.output()).isEmpty();
            }
            assertThat(run.isAlive()).isTrue();
        }
    }

    @Test
    void anEscapeThatIsNoneIsToldInALine() throws Exception {
        properties.put("call.hours", "\\u00zz");

        refuses(Run.start(working, "dev", properties), "application.properties: an escape is no character");
    }

    @Test
    void whoStopsItWhileItStartsReadsNothingElse() throws Exception {
        try (Run run = Run.start(working, "dev", properties)) {
            await().until(() -> run.output().endsWith("\n") || !run.isAlive());
            run.terminate();

            assertThat(run.status()).isIn(0, 143);
            // on a busy machine it may have started before it was stopped
            assertThat(run.output()).matches("Voice Webhooks starts \\.\\.\\.\n(?s:Voice Webhooks runs at .*)?");
            assertThat(run.errors()).isEmpty();
        }
    }

    private static String token(Run run) {
        Pattern link = Pattern.compile("login\\?token=([0-9a-f]{32})");
        return await().until(
                        () -> {
                            assertThat(run.isAlive()).as(run.errors()).isTrue();
                            return link.matcher(run.output())
                                    .results()
                                    .map(found -> found.group(1))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "twilio.auth-token",
        "twilio.auth-token-file",
        "twilio.api-key-sid",
        "twilio.api-key-secret",
        "twilio.api-key-secret-file",
        "twilio.accounts.AC00000000000000000000000000000002.auth-token",
        "twilio.accounts.AC00000000000000000000000000000002.api-key-secret-file"
    })
    void aTokenInThePropertiesIsRefused(String key) throws Exception {
        properties.put(key, Twilio.TOKEN);

        refuses(Run.start(working, "dev", properties), key + " is set in application.properties; dev ");
    }

    @Test
    void aTokenInASystemPropertyIsRefused() throws Exception {
        List<String> options = new ArrayList<>(JavaProcess.SHORT_LIFE);
        options.add("-Dtwilio.auth-token=" + Twilio.TOKEN);

        refuses(
                Run.start(working, "dev", properties, options),
                "twilio.auth-token is set in the system properties; dev ");
    }

    @ParameterizedTest
    @CsvSource({
        "TWILIO_AUTH_TOKEN",
        "TWILIO_AUTH_TOKEN_FILE",
        "TWILIO_API_KEY_SECRET",
        "TWILIO_ACCOUNTS_AC00000000000000000000000000000002_AUTH_TOKEN"
    })
    void aTokenInTheEnvironmentIsRefused(String variable) throws Exception {
        refuses(
                Run.start(working, "dev", properties, Map.of(variable, Twilio.TOKEN)),
                variable + " is set in the environment; dev ");
    }

    private void refuses(Run started, String line) throws Exception {
        try (Run run = started) {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.errors()).contains(line).doesNotContain(Twilio.TOKEN, "\tat ");
            assertThat(run.output()).isEmpty();
            assertThat(working.resolve("data-dev")).doesNotExist();
        }
    }
}
