package io.voicewebhooks.console;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.voicewebhooks.config.Key;
import io.voicewebhooks.config.Settings;
import io.voicewebhooks.event.ArchivedRecording;
import io.voicewebhooks.observe.Cause;
import io.voicewebhooks.operations.RefusedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.component.platform.http.vertx.AsyncInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** {@code /calls/{CallSid}/recordings/{RecordingSid}}: audio from the archive, or the part of it that a player asks for. */
final class AudioFiles {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private AudioFiles() {}

    static void add(Pages pages) {
        pages.direct("GET", "/calls/:sid/recordings/:recording", Access.OPERATOR, request -> request.pages()
                .aside(() -> audio(request))
                .compose(Supplier::get)
                .onFailure(failure -> fail(request, failure)));
    }

    /** What is to be done on the event loop, once it is known what to send; status and headers are set then. */
    private static Supplier<Future<Void>> audio(PageRequest request) throws Exception {
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
            return response::end;
        }
        if (range.length() < audio.bytes()) {
            response.setStatusCode(206).putHeader("Content-Range", range + "/" + audio.bytes());
        }
        response.putHeader("Content-Length", String.valueOf(range.length()));
        if (audio.bucket().isEmpty()) {
            String file = local(request, audio).toString();
            return isHead(request) ? response::end : () -> response.sendFile(file, range.first(), range.length());
        }
        InputStream content = isHead(request) ? InputStream.nullInputStream() : s3(request, audio, range);
        Vertx vertx = request.http().vertx();
        return () -> new AsyncInputStream(vertx, vertx.getOrCreateContext(), content)
                .pipe()
                .endOnFailure(false)
                .to(response)
                .onComplete(done -> request.pages().aside(() -> {
                    content.close();
                    return null;
                }));
    }

    private static boolean isHead(PageRequest request) {
        return request.http().request().method().equals(HttpMethod.HEAD);
    }

    /** Once it has begun only a broken connection tells that it is not whole. */
    private static void fail(PageRequest request, Throwable failure) {
        HttpServerResponse response = request.http().response();
        if (response.headWritten() || response.closed()) {
            response.reset();
            return;
        }
        response.headers()
                .remove("Content-Length")
                .remove("Content-Disposition")
                .remove("Accept-Ranges");
        int status = failure instanceof RefusedException refused
                ? refused.status()
                : failure instanceof FileNotFoundException ? 404 : 503;
        request.error(status, status < 500 ? failure.getMessage() : "It cannot be read now: " + Cause.of(failure))
                .send(response);
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
