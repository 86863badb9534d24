package io.voicewebhooks.dev.standin;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Objects as files; a file's name is the digest of the key, so no key is a path. */
final class ObjectFiles {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ABOUT = ".json";

    private final Path directory;
    private final NavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>();

    ObjectFiles(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        for (Path file : files()) {
            if (file.toString().endsWith(ABOUT)) {
                read(file).ifPresent(object -> objects.put(object.key(), object));
            } else if (file.toString().endsWith(".tmp")) {
                Files.delete(file);
            }
        }
    }

    /** Nothing where the process ended while it was written: whoever sent that object got no answer, and sends it again. */
    private static Optional<StoredObject> read(Path about) {
        try {
            return Optional.of(MAPPER.readValue(about.toFile(), StoredObject.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    StoredObject put(String key, String type, Map<String, String> metadata, InputStream content) throws IOException {
        Path temporary = Files.createTempFile(directory, "upload", ".tmp");
        try {
            MessageDigest md5 = digest("MD5");
            long bytes;
            try (OutputStream file = Files.newOutputStream(temporary)) {
                bytes = new DigestInputStream(content, md5).transferTo(file);
            }
            String sum = HexFormat.of().formatHex(md5.digest());
            String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            StoredObject object = new StoredObject(key, type, sum, bytes, now, new TreeMap<>(metadata));
            synchronized (this) {
                Files.move(temporary, file(key), StandardCopyOption.REPLACE_EXISTING);
                MAPPER.writeValue(about(key).toFile(), object);
                objects.put(key, object);
            }
            return object;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    Optional<StoredObject> find(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** By key; those of a bucket begin with its name and a slash. */
    NavigableMap<String, StoredObject> all() {
        return objects;
    }

    Path file(String key) {
        byte[] name = digest("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return directory.resolve(HexFormat.of().formatHex(name));
    }

    private Path about(String key) {
        return directory.resolve(file(key).getFileName() + ABOUT);
    }

    synchronized void remove(String key) throws IOException {
        objects.remove(key);
        Files.deleteIfExists(about(key));
        Files.deleteIfExists(file(key));
    }

    synchronized void clear() throws IOException {
        for (String key : objects.keySet()) {
            remove(key);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
