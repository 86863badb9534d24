package io.voicewebhooks.recording;

import java.nio.file.Path;

/**
 * Audio in the spool.
 *
 * @param file   where it is; whoever asked for it deletes it
 * @param bytes  its length
 * @param sha256 64 hexadecimal digits
 * @param md5    base64, as in the header Content-MD5 (RFC 1864)
 */
public record SpooledRecording(Path file, long bytes, String sha256, String md5) {}
