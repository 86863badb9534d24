package io.voicewebhooks.recording;

import io.voicewebhooks.event.ArchivedRecording;
import java.nio.file.Path;

/**
 * Audio in the spool; whoever asked for it deletes the file. The SHA-256 is hexadecimal, the MD5 base64 as in the header
 * Content-MD5 (RFC 1864). It is encrypted, as Twilio has done it, where nobody gave us the key.
 */
public record SpooledRecording(Path file, long bytes, String sha256, String md5, boolean encrypted) {

    SpooledRecording asEncrypted() {
        return new SpooledRecording(file, bytes, sha256, md5, true);
    }

    /** The same, once it is archived; the bucket is empty in the local archive, the format {@code wav} or {@code mp3}. */
    public ArchivedRecording archived(String uri, String bucket, String key, String format) {
        String type = ArchivedRecording.contentType(encrypted, format);
        return new ArchivedRecording(uri, bucket, key, bytes, sha256, type, encrypted);
    }

    /** The end of its name in the archive: the format, with {@code .enc} if it is encrypted. */
    public String extension(String format) {
        return encrypted ? format + ".enc" : format;
    }
}
