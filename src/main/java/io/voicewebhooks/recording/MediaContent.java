package io.voicewebhooks.recording;

import io.voicewebhooks.delivery.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.hc.core5.http.HttpEntity;

/** What a media server sends with the status 200, on its way into the spool. */
record MediaContent(Spool spool, MediaLimit limit) {
    private static final Set<String> AUDIO =
            Set.of("audio/x-wav", "audio/wav", "audio/wave", "audio/mpeg", "audio/mp3");
    /** What storage calls a file of which it knows nothing; audio that is encrypted is such a file. */
    private static final Set<String> BINARY = Set.of("application/octet-stream", "binary/octet-stream");

    /** Writes it to a new spool file, unless it is no audio, cut short, or over the limit. */
    SpooledRecording spooled(HttpEntity entity, String name, boolean encrypted) throws IOException {
        String type = entity == null
                ? ""
                : text(entity.getContentType()).split(";", 2)[0].strip();
        String known = type.toLowerCase(Locale.ROOT);
        if (!AUDIO.contains(known) && !(encrypted && BINARY.contains(known))) {
            throw new MediaException("the media server sent \"" + type + "\" instead of audio");
        }
        SpooledRecording recording = decoded(entity, name);
        if (!encrypted && WaveHeader.isCutShort(recording.file(), recording.bytes())) {
            Files.delete(recording.file());
            throw new MediaException("the recording is cut short: it has " + recording.bytes()
                    + " bytes, its WAV header announces more");
        }
        return recording;
    }

    /** No coding is asked for; a proxy or a storage may use one all the same. */
    private SpooledRecording decoded(HttpEntity entity, String name) throws IOException {
        String coding = text(entity.getContentEncoding());
        limit.check(entity.getContentLength());
        InputStream sent = limit.of(entity.getContent());
        return switch (coding.toLowerCase(Locale.ROOT)) {
            case "", "identity" -> spool.write(name, sent, entity.getContentLength());
            // a little that is sent may be much audio
            case "gzip", "x-gzip" -> spool.write(name, limit.of(new GZIPInputStream(sent)), -1);
            default ->
                throw new MediaException(
                        "the media server sent the recording in the Content-Encoding \"" + coding + "\"");
        };
    }

    private static String text(String header) {
        return Objects.requireNonNullElse(header, "").strip();
    }
}
