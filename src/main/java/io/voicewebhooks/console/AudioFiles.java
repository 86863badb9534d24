package io.voicewebhooks.console;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
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
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** {@code /calls/{CallSid}/recordings/{RecordingSid}}: audio from the archive, or the part of it that a player asks for. */
final class AudioFiles {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private AudioFiles() {}

    static void add(Downloads downloads) {
        downloads.add("/calls/:sid/recordings/:recording", request -> audio(request, downloads));
    }

    private static Supplier<Future<Void>> audio(PageRequest request, Downloads downloads) throws Exception {
        ArchivedRecording audio = archived(request);
        HttpServerResponse response = request.http().response();
        String kind = audio.encrypted() || !request.parameter("download").isEmpty() ? "attachment" : "inline";
        if (audio.bucket().isEmpty()) {
            Path file = local(request, audio);
            return () -> request.send(file, audio.contentType(), kind, audio.fileName());
        }
        ByteRange range = request.begin(audio.bytes(), audio.contentType(), kind, audio.fileName());
        if (range.length() <= 0 || request.isHead()) {
            return response::end;
        }
        InputStream content = s3(request, audio, range);
        return () -> downloads.send(content, response);
    }

    private static ArchivedRecording archived(PageRequest request) throws Exception {
        Map<String, Object> call = request.get("calls/" + request.path("sid"), Map.of());
        for (Map<String, Object> recording : Moments.list(call, "recordings")) {
            if (request.path("recording").equals(recording.get("recordingSid")) && recording.get("archived") != null) {
                ArchivedRecording archived = MAPPER.convertValue(recording.get("archived"), ArchivedRecording.class);
                if (archived.canBeOurs()) {
                    return archived;
                }
            }
        }
        throw new FileNotFoundException("This call has no such recording in the archive.");
    }

    /** Only our own archive is looked into: others may be able to write to the queue. */
    private static Path local(PageRequest request, ArchivedRecording audio) throws IOException {
        Path directory = Settings.of(request.context()).dataDir().resolve("archive");
        Path file = directory.resolve(audio.key()).normalize();
        if (!file.startsWith(directory) || !Files.isRegularFile(file)) {
            throw new FileNotFoundException("The audio is not in the local archive any more.");
        }
        return file;
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
