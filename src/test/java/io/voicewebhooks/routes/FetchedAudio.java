package io.voicewebhooks.routes;

import io.voicewebhooks.recording.SpooledRecording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** In the place of the bean {@code fetchRecording}: the audio is in the spool at once. */
final class FetchedAudio implements Processor {
    static final byte[] BYTES = "RIFF a voicemail WAVE".getBytes(StandardCharsets.UTF_8);

    private final Path file;

    FetchedAudio(Path directory) {
        file = directory.resolve("spooled.wav");
    }

    static String sha256() {
        return HexFormat.of().formatHex(digest("SHA-256"));
    }

    static String md5() {
        return Base64.getEncoder().encodeToString(digest("MD5"));
    }

    private static byte[] digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Files.write(file, BYTES);
        exchange.setVariable("recording", new SpooledRecording(file, BYTES.length, sha256(), md5(), false));
        exchange.getMessage().setBody(file.toFile());
    }
}
