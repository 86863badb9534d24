package io.voicewebhooks.routes;

import java.util.Map;

/** What a sink needs to be switched on; nothing of it is there. */
final class SinkKeys {
    static final Map<String, String> S3 = Map.of(
            "voice.sink.s3.enabled", "true",
            "voice.sink.s3.bucket", "voice",
            "voice.sink.s3.region", "eu-central-1",
            "voice.sink.s3.access-key", "access",
            "voice.sink.s3.secret-key", "secret");

    static final Map<String, String> EMAIL = Map.of(
            "voice.sink.email.enabled", "true",
            "voice.sink.email.host", "mail.example.com",
            "voice.sink.email.from", "voice@example.com",
            "voice.sink.email.to", "office@example.com");

    static final Map<String, String> HTTP = Map.of(
            "voice.sink.http.enabled", "true",
            "voice.sink.http.url", "https://example.com/hooks/voice",
            "voice.sink.http.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private SinkKeys() {}
}
