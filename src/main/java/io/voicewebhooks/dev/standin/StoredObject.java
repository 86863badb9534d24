package io.voicewebhooks.dev.standin;

import java.util.Map;

/**
 * An object of S3.
 *
 * @param key      with its bucket in front
 * @param type     as whoever stored it says
 * @param md5      hexadecimal
 * @param stored   RFC 3339
 * @param metadata by names without {@code x-amz-meta-}
 */
record StoredObject(String key, String type, String md5, long bytes, String stored, Map<String, String> metadata) {}
