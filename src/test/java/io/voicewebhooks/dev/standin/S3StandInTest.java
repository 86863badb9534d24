package io.voicewebhooks.dev.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.support.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The S3 server as the SDK of AWS sees it, with and without checksums behind the body. */
class S3StandInTest {
    private static final String BUCKET = "voice-archive";
    private static final int BIG = 100 << 20;

    @TempDir
    Path dir;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private LocalServer server;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        server = new LocalServer(0, new S3StandIn(new ObjectFiles(dir.resolve("s3")), told::add)::answer);
        client = S3Server.client(server.url());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private S3Client withChecksums() {
        return S3Client.builder()
                .endpointOverride(URI.create(server.url()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
    }

    private void put(String key, String content) {
        client.putObject(
                object -> object.bucket(BUCKET).key(key).metadata(Map.of("sha256", "ab12")),
                RequestBody.fromString(content));
    }

    @Test
    void anObjectIsKeptWithItsMetadata() throws IOException {
        put("a/b.json", "{}");
        assertThat(told).containsExactly(BUCKET + "/a/b.json");
        stop();
        start();
        assertThat(client.headObject(object -> object.bucket(BUCKET).key("a/b.json")))
                .returns(2L, head -> head.contentLength())
                .returns(Map.of("sha256", "ab12"), head -> head.metadata());
        assertThat(client.getObjectAsBytes(object -> object.bucket(BUCKET).key("a/b.json"))
                        .asUtf8String())
                .isEqualTo("{}");
        assertThatThrownBy(
                        () -> client.headObject(object -> object.bucket(BUCKET).key("a/c.json")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void whatIsDeletedIsGoneAndNothingElse() throws IOException {
        put("events/a & b.json", "{}");
        put("events/c.json", "{}");
        put("recordings/d.wav", "sound");

        assertThat(keys("events/")).containsExactly("events/a & b.json", "events/c.json");
        client.deleteObject(object -> object.bucket(BUCKET).key("events/a & b.json"));

        assertThat(keys("events/")).containsExactly("events/c.json");
        stop();
        start();
        assertThat(keys("")).containsExactly("events/c.json", "recordings/d.wav");
    }

    private List<String> keys(String prefix) {
        return client.listObjectsV2Paginator(list -> list.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void aBigRecordingWithAChecksumBehindItComesWhole() throws IOException {
        Path file = dir.resolve("big");
        try (var out = Files.newOutputStream(file)) {
            byte[] part = new byte[1 << 20];
            for (int i = 0; i < BIG / part.length; i++) {
                part[i] = (byte) i;
                out.write(part);
            }
        }
        try (S3Client sending = withChecksums()) {
            sending.putObject(object -> object.bucket(BUCKET).key("big.wav"), file);
        }
        try (InputStream sent = Files.newInputStream(file);
                InputStream kept =
                        client.getObject(object -> object.bucket(BUCKET).key("big.wav"))) {
            for (int i = 0; i < BIG >> 20; i++) {
                assertThat(kept.readNBytes(1 << 20)).isEqualTo(sent.readNBytes(1 << 20));
            }
            assertThat(kept.read()).isNegative();
        }
        assertThat(client.getObjectAsBytes(
                                object -> object.bucket(BUCKET).key("big.wav").range("bytes=10-19"))
                        .asByteArray())
                .hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "a/../../evil", "/evil", "a//b", "<b>&\"'</b>", "a b+c%20ü", ".", "a\u0001b"})
    void noKeyIsAPath(String key) throws IOException {
        put(key, "x");
        put("zz", "y");
        assertThat(client.getObjectAsBytes(object -> object.bucket(BUCKET).key(key))
                        .asUtf8String())
                .isEqualTo("x");
        try (Stream<Path> files = Files.walk(dir)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(4).allMatch(file -> file.getParent()
                    .equals(dir.resolve("s3")));
        }
    }
}
