package io.voicewebhooks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.ArchivedFiles;
import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Load;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at any moment loses nothing that was acknowledged: counted by id at three real sinks. */
class KillIT {
    /** What is sent; how many of them are answered depends on the machine and is printed. */
    private static final int PER_SECOND = 300;

    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(4);

    @TempDir
    Path dir;

    @Test
    void everyAcknowledgedEventReachesEverySinkAlthoughTheProcessIsKilled() throws Exception {
        loseNothing(2);
    }

    @Test
    @Tag("full")
    void everyAcknowledgedEventReachesEverySinkAlthoughTheProcessIsKilledAgainAndAgain() throws Exception {
        loseNothing(10);
    }

    private void loseNothing(int kills) throws Exception {
        Random random = new Random();
        Instance instance = Instance.in(dir).set("voice.sink.file.enabled", "true");
        long up = 0;
        try (S3Server s3 = S3Server.start(dir.resolve("s3"));
                HttpReceiver http = HttpReceiver.start();
                Load load = new Load(PER_SECOND, instance.url())) {
            instance.set(s3.settings()).set(http.settings());
            for (int i = 0; i < kills; i++) {
                try (JavaProcess application = instance.start()) {
                    long begun = System.nanoTime();
                    load.on();
                    Duration life = Duration.ofMillis(1_000 + random.nextInt(2_000));
                    await().pollDelay(life).atMost(life.plus(DRAIN_LIMIT)).until(() -> true);
                    application.kill();
                    up += System.nanoTime() - begun;
                    load.off();
                }
            }
            try (JavaProcess application = instance.start()) {
                Set<String> acknowledged = load.acknowledged();
                System.out.printf(
                        "%d kills in %.1f s of life, webhooks sent %d, acknowledged %d%n",
                        kills, up / 1e9, load.sent(), acknowledged.size());
                await().atMost(DRAIN_LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                    assertThat(http.calls()).containsAll(acknowledged);
                    assertThat(ArchivedFiles.calls(instance.data().resolve("archive")))
                            .containsAll(acknowledged);
                });
                Set<String> missing = http.posts().stream().map(KillIT::key).collect(Collectors.toSet());
                await().atMost(DRAIN_LIMIT).until(() -> {
                    missing.removeIf(s3::has);
                    return missing.isEmpty();
                });
                System.out.printf(
                        "%d events delivered over HTTP, %d deliveries repeated an id%n",
                        http.deliveries().size(), http.repeated());
                // a repeated delivery is the same event: as many ids as calls
                await().untilAsserted(() -> assertThat(http.deliveries()).hasSameSizeAs(http.calls()));
                assertThat(application.output()).doesNotContain(" ERROR ");
            }
        }
    }

    private static String key(ReceivedPost post) {
        return "events/" + Twilio.ACCOUNT + "/2026/11/23/" + post.callSid() + "/" + post.id() + ".json";
    }
}
