package io.voicewebhooks.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9/_.-]+");
    private static final String WAV = "audio/x-wav";
    private static final String MP3 = "audio/mpeg";
    private static final String ENCRYPTED = "application/octet-stream";

    /**
     * What an event {@code recording.archived} says.
     *
     * @throws NotAnEventException if it says what we never say: others may be able to write to the queue, and from here on
     *                             it is believed
     */
    public static ArchivedRecording of(VoiceEvent event) {
        String key = event.nested("archive", "key");
        String bytes = event.nested("archive", "bytes");
        ArchivedRecording said = new ArchivedRecording(
                event.nested("archive", "uri"),
                event.nested("archive", "bucket"),
                key,
                bytes.matches("\\d{1,18}") ? Long.parseLong(bytes) : -1,
                event.nested("archive", "sha256"),
                event.nested("archive", "contentType"),
                event.nested("archive", "encrypted").equals("true"));
        if (!said.canBeOurs()) {
            throw new NotAnEventException("it does not say where the audio is archived");
        }
        return said;
    }

    /** Whether key, length and type are such as we say. */
    public boolean canBeOurs() {
        return key != null
                && KEY.matcher(key).matches()
                && bytes >= 0
                && contentType != null
                && Set.of(WAV, MP3, ENCRYPTED).contains(contentType);
    }

    /** The end of the key. */
    public String fileName() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** The Content-Type of audio whose format is {@code wav} or {@code mp3}. */
    public static String contentType(boolean encrypted, String format) {
        if (encrypted) {
            return ENCRYPTED;
        }
        return format.equals("mp3") ? MP3 : WAV;
    }

    /** As {@code data.archive} of the event {@code recording.archived}; {@code encrypted} is there only if it is true. */
    Map<String, Object> asMap() {
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
