package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.RecordingKey;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.CipherOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of any size passes through the disk, not through memory. */
class LargeRecordingIT {
    private static final long BYTES = 136L << 20;
    private static final int CHUNK = 1 << 20;

    @TempDir
    Path dir;

    private final String recording = Twilio.recordingSid();
    private final byte[] chunk = new byte[CHUNK];

    @Test
    void aRecordingOf136MegabytesPassesAHeapOf128() throws Exception {
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        passes(
                out -> {
                    sent.reset();
                    new Random(1).nextBytes(chunk);
                    write(new DigestOutputStream(out, sent));
                },
                BYTES,
                Map.of(),
                Twilio.recording(Twilio.callSid(), recording, "completed"),
                sent);
    }

    /** Java's own decryption would hold all of it in memory until the tag is checked. */
    @Test
    void anEncryptedRecordingOf136MegabytesIsDecryptedInAHeapOf128() throws Exception {
        RecordingKey key = RecordingKey.make();
        RecordingKey.Encryption encryption = key.begin();
        MessageDigest audio = MessageDigest.getInstance("SHA-256");
        Path encrypted = dir.resolve("encrypted");
        new Random(1).nextBytes(chunk);
        try (OutputStream out = new DigestOutputStream(
                new CipherOutputStream(Files.newOutputStream(encrypted), encryption.cipher()), audio)) {
            write(out);
        }
        passes(
                out -> Files.copy(encrypted, out),
                Files.size(encrypted),
                Map.of("voice.recording.private-key", key.pem(dir).toString()),
                Twilio.with(
                        Twilio.recording(Twilio.callSid(), recording, "completed"),
                        "EncryptionDetails",
                        encryption.details()),
                audio);
    }

    private interface Content {
        void to(OutputStream out) throws IOException;
    }

    private void write(OutputStream out) throws IOException {
        for (long written = 0; written < BYTES; written += CHUNK) {
            out.write(chunk);
        }
    }

    /**
     * @param content what the media server sends
     * @param audio   has digested what shall be archived, once it was sent
     */
    private void passes(
            Content content,
            long bytes,
            Map<String, String> more,
            List<Map.Entry<String, String>> webhook,
            MessageDigest audio)
            throws Exception {
        int port = Application.freePort();
        int managementPort = Application.freePort();
        try (S3Server s3 = S3Server.start(dir.resolve("s3"));
                RecordingServer media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN)) {
            media.answers(recording, exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "audio/x-wav");
                exchange.sendResponseHeaders(200, bytes);
                try (OutputStream out = exchange.getResponseBody()) {
                    content.to(out);
                }
            });
            Map<String, String> settings = new HashMap<>(Map.of(
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
                    dir.resolve("data").toString(),
                    "voice.sink.file.enabled",
                    "false"));
            settings.putAll(s3.settings());
            settings.putAll(media.settings());
            settings.putAll(more);
            try (JavaProcess application = JavaProcess.application(dir, settings, List.of("-Xmx128m"))) {
                Twilio twilio = new Twilio("http://127.0.0.1:" + port, Twilio.PUBLIC_URL, Twilio.TOKEN);
                await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> assertThat(
                                twilio.post("/voice/recording", webhook).statusCode())
                        .isEqualTo(204));

                // the server cannot list while an object is being written
                await().atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofSeconds(1))
                        .ignoreExceptions()
                        .until(() -> s3.keys().stream()
                                        .filter(key -> key.startsWith("events/"))
                                        .count()
                                == 2);
                String key = s3.keys().stream()
                        .filter(any -> any.endsWith(".wav"))
                        .findFirst()
                        .orElseThrow();
                String digest = HexFormat.of().formatHex(audio.digest());
                assertThat(s3.metadata(key)).containsEntry("sha256", digest);
                assertThat(sha256(s3, key)).isEqualTo(digest);
                assertThat(application.output()).doesNotContain("OutOfMemoryError");
                await().untilAsserted(
                                () -> assertThat(dir.resolve("data/spool")).isEmptyDirectory());
            }
        }
    }

    private static String sha256(S3Server s3, String key) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream stream = new DigestInputStream(
                s3.client().getObject(object -> object.bucket(S3Server.BUCKET).key(key)), digest)) {
            stream.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
