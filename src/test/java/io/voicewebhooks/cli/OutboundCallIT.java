package io.voicewebhooks.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.ArchivedFiles;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.support.Run;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code call --outbound} as it is typed, to an application that runs beside it: a mailbox answers, and is recorded. */
class OutboundCallIT {
    @Test
    void aMailboxThatAnswersIsDetectedHeardAndReported(@TempDir Path dir) throws Exception {
        Path working = Files.createDirectory(dir.resolve("working"));
        RouteFolder.copiedTo(working);
        int port = Application.freePort();
        int media = Application.freePort();
        String url = "http://127.0.0.1:" + port;
        Map<String, String> properties = new TreeMap<>(Map.of(
                "twilio.account-sid",
                Twilio.ACCOUNT,
                "twilio.auth-token",
                Twilio.TOKEN,
                "twilio.api-url",
                "http://127.0.0.1:" + media,
                "voice.public-url",
                url,
                "voice.http.port",
                String.valueOf(port),
                "voice.management.port",
                String.valueOf(Application.freePort()),
                "voice.sink.file.enabled",
                "true"));
        String command = "call --outbound --url " + url + "/voice/incoming --status-callback " + url + "/voice/status"
                + " --from +15558675310 --to +15551230001 --machine-detection Enable --callee-is machine"
                + " --press # --media-port " + media;
        try (Run application = Run.start(working, "run", properties)) {
            await().until(() -> !application.isAlive() || application.output().contains(" started in "));
            try (Run call = Run.start(working, command, properties)) {
                assertThat(call.status()).as(call.output() + call.errors()).isZero();
                assertThat(call.output())
                        .containsSubsequence(
                                "calls +15551230001",
                                "answers",
                                "hears \"Please leave a message after the tone.\"",
                                "hears \"Thank you. Goodbye.\"",
                                "(completed) -> 204");
            }
            await().untilAsserted(() -> assertThat(archived(working.resolve("data/archive")))
                    .anyMatch(event -> event.contains("\"AnsweredBy\":\"machine_start\"")
                            && event.contains("\"Direction\":\"outbound-api\"")
                            && event.contains("\"CallStatus\":\"completed\""))
                    .anyMatch(event -> event.contains("recording.archived")));
        }
    }

    private static Stream<String> archived(Path archive) {
        return ArchivedFiles.in(archive).stream()
                .filter(file -> file.toString().endsWith(".json"))
                .map(OutboundCallIT::read);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
