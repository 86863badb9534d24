package io.voicewebhooks.recording;

import io.voicewebhooks.event.ArchivedRecording;
import java.nio.file.Path;

/**
 * Audio in the spool.
 *
 * @param file   where it is; whoever asked for it deletes it
 * @param bytes  its length
 * @param sha256 64 hexadecimal digits
 * @param md5    base64, as in the header Content-MD5 (RFC 1864)
 * @param encrypted whether it is as Twilio encrypted it, because nobody gave us the key
 */
public record SpooledRecording(Path file, long bytes, String sha256, String md5, boolean encrypted) {

    /** The same audio, which nobody can listen to. */
    SpooledRecording asEncrypted() {
        return new SpooledRecording(file, bytes, sha256, md5, true);
    }

    /**
     * The same, once it is archived.
     *
     * @param bucket S3 bucket, empty in the local archive
     * @param format {@code wav} or {@code mp3}
     */
    public ArchivedRecording archived(String uri, String bucket, String key, String format) {
        String type = ArchivedRecording.contentType(encrypted, format);
        return new ArchivedRecording(uri, bucket, key, bytes, sha256, type, encrypted);
    }

    /** The end of its name in the archive: the format, with {@code .enc} if it is encrypted. */
    public String extension(String format) {
        return encrypted ? format + ".enc" : format;
    }
}
