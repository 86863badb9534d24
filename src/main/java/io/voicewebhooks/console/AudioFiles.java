package io.voicewebhooks.console;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerResponse;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.ArchivedRecording;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** {@code /calls/{CallSid}/recordings/{RecordingSid}}: audio from the archive, or the part of it that a player asks for. */
final class AudioFiles {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Pages pages;

    AudioFiles(Pages pages) {
        this.pages = pages;
    }

    void add() {
        pages.direct(
                "GET",
                "/calls/:sid/recordings/:recording",
                Access.OPERATOR,
                request -> Pieces.send(request, () -> audio(request)));
    }

    private static Pieces audio(PageRequest request) throws Exception {
        ArchivedRecording audio = archived(request);
        ByteRange range = ByteRange.of(request.http().request().getHeader("Range"), audio.bytes());
        HttpServerResponse response = request.http().response();
        String kind =
                audio.encrypted() ? "attachment" : request.parameter("download").isEmpty() ? "inline" : "attachment";
        response.putHeader("Accept-Ranges", "bytes")
                .putHeader("Content-Type", audio.contentType())
                .putHeader("Content-Disposition", kind + "; filename=\"" + audio.fileName() + "\"");
        if (range.length() <= 0) {
            response.setStatusCode(416).putHeader("Content-Range", "bytes */" + audio.bytes());
            return new Pieces(InputStream.nullInputStream(), 0);
        }
        if (range.length() < audio.bytes()) {
            response.setStatusCode(206).putHeader("Content-Range", range + "/" + audio.bytes());
        }
        InputStream content = audio.bucket().isEmpty() ? local(request, audio, range) : s3(request, audio, range);
        response.putHeader("Content-Length", String.valueOf(range.length()));
        return new Pieces(content, range.length());
    }

    private static ArchivedRecording archived(PageRequest request) throws Exception {
        Map<String, Object> call = request.get("calls/" + request.path("sid"), Map.of());
        for (Map<String, Object> recording : Moments.list(call, "recordings")) {
            if (request.path("recording").equals(recording.get("recordingSid")) && recording.get("archived") != null) {
                return MAPPER.convertValue(recording.get("archived"), ArchivedRecording.class);
            }
        }
        throw new FileNotFoundException("This call has no such recording in the archive.");
    }

    /** Only our own archive is looked into: others may be able to write to the queue. */
    private static InputStream local(PageRequest request, ArchivedRecording audio, ByteRange range) throws IOException {
        Path directory = Settings.of(request.context()).dataDir().resolve("archive");
        Path file = directory.resolve(audio.key()).normalize();
        if (!file.startsWith(directory) || !Files.isRegularFile(file)) {
            throw new FileNotFoundException("The audio is not in the local archive any more.");
        }
        InputStream content = Files.newInputStream(file);
        content.skipNBytes(range.first());
        return content;
    }

    private static InputStream s3(PageRequest request, ArchivedRecording audio, ByteRange range) throws IOException {
        if (!audio.bucket().equals(Settings.of(request.context()).get(Key.S3_BUCKET))) {
            throw new FileNotFoundException("The audio is in another bucket than the one that is configured.");
        }
        try {
            return request.context()
                    .getRegistry()
                    .lookupByNameAndType("s3Client", S3Client.class)
                    .getObject(object -> object.bucket(audio.bucket())
                            .key(audio.key())
                            .range(range.toString().replace(' ', '=')));
        } catch (NoSuchKeyException e) {
            throw new FileNotFoundException("The audio is not in S3 any more.");
        }
    }
}
