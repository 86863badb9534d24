package io.voicewebhooks.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server (S3Proxy) over a directory, with one bucket, and a client to look into it. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "voice-archive";
    private static final String ACCESS_KEY = "local-identity";
    private static final String SECRET_KEY = "local-credential";

    /** So the server names what it has not received whole; S3 itself never shows such a thing. */
    private static final String UNFINISHED = ".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final Path directory;
    private final BlobStoreContext store;
    private final S3Proxy proxy;
    private final S3Client client;

    private S3Server(Path directory, int port) throws Exception {
        this.directory = directory;
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", Files.createDirectories(directory).toString());
        store = ContextBuilder.newBuilder("filesystem-nio2")
                .credentials(ACCESS_KEY, SECRET_KEY)
                .overrides(properties)
                .build(BlobStoreContext.class);
        proxy = S3Proxy.builder()
                .blobStore(store.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        proxy.start();
        client = client(endpoint());
        if (client.listBuckets().buckets().stream()
                .noneMatch(bucket -> bucket.name().equals(BUCKET))) {
            client.createBucket(bucket -> bucket.bucket(BUCKET));
        }
    }

    public static S3Server start(Path directory) {
        return start(directory, 0);
    }

    public static S3Server start(Path directory, int port) {
        try {
            return new S3Server(directory, port);
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server does not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** A client for such a server that runs somewhere else. */
    public static S3Client client(String endpoint) {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build();
    }

    public int port() {
        return proxy.getPort();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + proxy.getPort();
    }

    /** The application's configuration for this server. */
    public Map<String, String> settings() {
        return settings(endpoint());
    }

    /** The application's configuration for such a server that runs somewhere else. */
    public static Map<String, String> settings(String endpoint) {
        return Map.of(
                "voice.sink.s3.enabled",
                "true",
                "voice.sink.s3.bucket",
                BUCKET,
                "voice.sink.s3.region",
                "us-east-1",
                "voice.sink.s3.endpoint",
                endpoint,
                "voice.sink.s3.access-key",
                ACCESS_KEY,
                "voice.sink.s3.secret-key",
                SECRET_KEY);
    }

    public S3Client client() {
        return client;
    }

    public List<String> keys() {
        return client.listObjectsV2Paginator(list -> list.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** The keys of a bucket from the server's disk: it cannot list them beside uploads that were broken off. */
    public List<String> keysOnDisk(String bucket) {
        Path folder = directory.resolve(bucket);
        List<String> keys = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    keys.add(folder.relativize(file).toString());
                    return FileVisitResult.CONTINUE;
                }

                /** An upload that has ended meanwhile has another name. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keys.removeIf(key -> key.matches(UNFINISHED));
        return keys;
    }

    /** Whether an object is there; unlike a listing it works beside uploads that were broken off. */
    public boolean has(String key) {
        try {
            client.headObject(object -> object.bucket(BUCKET).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    public byte[] content(String key) {
        try (var stream = client.getObject(object -> object.bucket(BUCKET).key(key))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, String> metadata(String key) {
        return client.headObject(object -> object.bucket(BUCKET).key(key)).metadata();
    }

    @Override
    public void close() {
        client.close();
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server does not stop", e);
        }
        store.close();
    }
}
