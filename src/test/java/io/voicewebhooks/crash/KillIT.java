package io.voicewebhooks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.VoiceWebhooks;
import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.support.Twilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any moment loses nothing that was acknowledged: counted by id at three real sinks. */
class KillIT {
    private static final int KILLS = 10;
    /** What is sent; how many of them are answered depends on the machine and is printed. */
    private static final int PER_SECOND = 300;

    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(4);

    @TempDir
    Path dir;

    @Test
    void everyAcknowledgedEventReachesEverySinkAlthoughTheProcessIsKilledAgainAndAgain() throws Exception {
        int port = Application.freePort();
        int managementPort = Application.freePort();
        Random random = new Random();
        long up = 0;
        try (S3Server s3 = S3Server.start(dir.resolve("s3"));
                HttpReceiver http = HttpReceiver.start();
                Load load = new Load(
                        PER_SECOND, () -> new Twilio("http://127.0.0.1:" + port, Twilio.PUBLIC_URL, Twilio.TOKEN))) {
            Map<String, String> settings = settings(port, managementPort);
            settings.putAll(s3.settings());
            settings.putAll(http.settings());
            for (int i = 0; i < KILLS; i++) {
                try (JavaProcess application = start(settings)) {
                    long begun = System.nanoTime();
                    load.on();
                    Duration life = Duration.ofMillis(1_000 + random.nextInt(2_000));
                    await().pollDelay(life).atMost(life.plusSeconds(5)).until(() -> true);
                    application.kill();
                    up += System.nanoTime() - begun;
                    load.off();
                }
            }
            try (JavaProcess application = start(settings)) {
                Set<String> acknowledged = load.acknowledged();
                System.out.printf(
                        "%d kills, %d webhooks answered in %.1f s of life, %d acknowledged%n",
                        KILLS, load.answered(), up / 1e9, acknowledged.size());
                await().atMost(DRAIN_LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                    assertThat(calls(delivered(http))).containsAll(acknowledged);
                    assertThat(calls(files().stream())).containsAll(acknowledged);
                });
                Set<String> missing = http.posts().stream().map(KillIT::key).collect(Collectors.toSet());
                await().atMost(DRAIN_LIMIT).until(() -> {
                    missing.removeIf(s3::has);
                    return missing.isEmpty();
                });
                List<String> ids = http.posts().stream()
                        .map(post -> post.header("webhook-id"))
                        .toList();
                Set<String> distinct = Set.copyOf(ids);
                System.out.printf(
                        "%d deliveries over HTTP, %d of them repeated an id%n",
                        ids.size(), ids.size() - distinct.size());
                // a repeated delivery is the same event: as many ids as calls
                assertThat(distinct).hasSameSizeAs(calls(http.posts().stream().map(HttpReceiver.Post::body)));
                assertThat(application.output()).doesNotContain("AMQ222").doesNotContain(" ERROR ");
            }
        }
    }

    private Map<String, String> settings(int port, int managementPort) {
        return new HashMap<>(Map.of(
                "twilio.account-sid",
                Twilio.ACCOUNT,
                "twilio.auth-token",
                Twilio.TOKEN,
                "voice.public-url",
                Twilio.PUBLIC_URL,
                "voice.http.host",
                "127.0.0.1",
                "voice.http.port",
                String.valueOf(port),
                "voice.management.port",
                String.valueOf(managementPort),
                "voice.data-dir",
                dir.resolve("data").toString()));
    }

    private JavaProcess start(Map<String, String> settings) {
        JavaProcess application =
                JavaProcess.start(dir, VoiceWebhooks.class, settings, "-Xmx192m", "-XX:TieredStopAtLevel=1");
        application.awaitOutput("started in", Duration.ofSeconds(60));
        return application;
    }

    private static Stream<String> delivered(HttpReceiver http) {
        return http.posts().stream().filter(post -> post.status() == 204).map(HttpReceiver.Post::body);
    }

    private static String key(HttpReceiver.Post post) {
        return "events/" + Twilio.ACCOUNT + "/2026/11/23/"
                + post.json().get("callsid").asText() + "/" + post.header("webhook-id") + ".json";
    }

    private List<String> files() {
        try (Stream<Path> files = Files.walk(dir.resolve("data/archive"))) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(name -> !name.contains(".writing-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first CallSid of each text. */
    private static Set<String> calls(Stream<String> texts) {
        return texts.map(text -> text.replaceFirst("(?s).*?(CA[0-9a-f]{32}).*", "$1"))
                .collect(Collectors.toSet());
    }
}
