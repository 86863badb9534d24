package io.voicewebhooks.archive;

import io.voicewebhooks.recording.SpooledRecording;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the audio of a recording is kept.
 *
 * @param uri         {@code s3://bucket/key} or {@code file:///…}
 * @param bucket      S3 bucket, empty in the local archive
 * @param key         object key, or path below the local archive
 * @param bytes       length of the audio
 * @param sha256      its SHA-256, 64 hexadecimal digits
 * @param contentType {@code audio/x-wav}, {@code audio/mpeg}, or {@code application/octet-stream} if it is encrypted
 * @param encrypted   whether it is as Twilio encrypted it
 */
public record ArchivedRecording(
        String uri, String bucket, String key, long bytes, String sha256, String contentType, boolean encrypted) {

    /** The Content-Type of audio in the spool, whose format is {@code wav} or {@code mp3}. */
    static String contentType(SpooledRecording recording, String format) {
        if (recording.encrypted()) {
            return "application/octet-stream";
        }
        return format.equals("mp3") ? "audio/mpeg" : "audio/x-wav";
    }

    /** As {@code data.archive} of the event {@code recording.archived}; {@code encrypted} is there only if it is true. */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("uri", uri);
        map.put("bucket", bucket);
        map.put("key", key);
        map.put("bytes", bytes);
        map.put("sha256", sha256);
        map.put("contentType", contentType);
        if (encrypted) {
            map.put("encrypted", true);
        }
        return map;
    }
}
