import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator calls an application that embeds the routes. */
class EmbeddedRoutesTest {
    private static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path data;

    @Test
    void aCallIsAnsweredAndItsCallbacksAreStored() throws Exception {
        int port = freePort();
        int media = freePort();
        String url = "http://127.0.0.1:" + port;
        Properties properties = new Properties();
        properties.setProperty("twilio.account-sid", ACCOUNT);
        properties.setProperty("twilio.auth-token", TOKEN);
        properties.setProperty("twilio.api-url", "http://127.0.0.1:" + media);
        properties.setProperty("voice.public-url", url);
        properties.setProperty("voice.data-dir", data.toString());
        properties.setProperty("voice.sink.file.enabled", "true");
        // on a busy machine the first call takes its time
        properties.setProperty("voice.incoming.deadline", "14s");
        try (CamelContext context = Embedding.start(properties, port)) {
            assertThat(context.getStatus().isStarted()).isTrue();
            Process call = simulator("--url " + url + "/voice/incoming --status-callback " + url + "/voice/status"
                    + " --from +15551230001 --to +15558675310 --press #"
                    + " --media-port " + media + " --media-wait 60s");
            String printed = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(call.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(printed)
                    .contains("hears \"Please leave a message after the tone.\"")
                    .contains("POST /voice/status (completed) -> 204")
                    .containsPattern("POST /voice/recording.* -> 204");
            assertThat(call.exitValue()).as(printed).isZero();
            for (int tenths = 0; tenths < 600 && !isArchived(); tenths++) {
                Thread.sleep(100);
            }
            assertThat(isArchived()).as(archive().toString()).isTrue();
        }
    }

    private static Process simulator(String options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.voicewebhooks.VoiceWebhooks",
                "call"));
        command.addAll(List.of(options.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TWILIO_ACCOUNT_SID", ACCOUNT);
        builder.environment().put("TWILIO_AUTH_TOKEN", TOKEN);
        return builder.start();
    }

    private boolean isArchived() {
        try {
            List<String> files = archive();
            return files.stream().anyMatch(name -> name.endsWith(".wav"))
                    && files.stream().filter(name -> name.endsWith(".json")).count() >= 4;
        } catch (IOException | UncheckedIOException e) {
            // a file was moved meanwhile
            return false;
        }
    }

    private List<String> archive() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("archive"))) {
            return files.map(Path::toString).toList();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
