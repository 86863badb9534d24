package io.voicewebhooks.config;

import static io.voicewebhooks.config.Rule.*;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every configuration key of the application, with its default and the rule that its value must keep. The names are
 * those of {@code application.properties}; {@link #environmentName(String)} gives the same key as an environment
 * variable.
 */
public enum Key {
    CARRIER("twilio.carrier", "twilio", oneOf("twilio", "signalwire")),
    ACCOUNT("twilio.account-sid", null, ACCOUNT_SID, Trait.REQUIRED),
    AUTH_TOKEN("twilio.auth-token", null, TOKENS, Trait.REQUIRED, Trait.SECRET),
    API_KEY("twilio.api-key-sid", null, API_KEY_SID),
    API_KEY_SECRET("twilio.api-key-secret", null, TOKEN, Trait.SECRET),
    API_URL("twilio.api-url", "https://api.twilio.com", SERVER_URL),
    TWILIO_NUMBERS("twilio.numbers", null, Rule.NUMBERS),
    TWILIO_NUMBERS_FALLBACK_URL("twilio.numbers.fallback-url", null, WEBHOOK_URL),

    PUBLIC_URL("voice.public-url", null, PUBLIC_URLS, Trait.REQUIRED),
    HTTP_HOST("voice.http.host", "0.0.0.0", ANY),
    HTTP_PORT("voice.http.port", "8080", PORT),
    MAX_BODY_SIZE("voice.http.max-body-size", "64KiB", BODY_SIZE),
    MAX_REQUESTS("voice.http.max-requests", "256", REQUESTS),
    TLS_CERTIFICATE("voice.http.tls.certificate", null, FILE),
    TLS_KEY("voice.http.tls.key", null, FILE),
    MANAGEMENT_HOST("voice.management.host", "127.0.0.1", ANY),
    MANAGEMENT_PORT("voice.management.port", "9876", PORT),
    MANAGEMENT_HOSTS("voice.management.hosts", null, HOST_NAMES),
    MANAGEMENT_BASE_PATH("voice.management.base-path", "", BASE_PATH),
    MANAGEMENT_TOKEN("voice.management.token", null, TOKEN, Trait.SECRET),
    DATA_DIR("voice.data-dir", "data", ANY),
    INCOMING_PUBLISH("voice.incoming.publish", "true", BOOLEAN),
    INCOMING_DEADLINE("voice.incoming.deadline", "5s", DEADLINE),
    WARM_UP("voice.warm-up", "true", BOOLEAN),
    LOG_FORMAT("voice.log.format", "text", oneOf("text", "json")),

    /** A secret, for it may hold the password of a key store. */
    BROKER_URL("voice.broker.url", null, Rule.BROKER_URL, Trait.SECRET),
    BROKER_USERNAME("voice.broker.username", null, ANY),
    BROKER_PASSWORD("voice.broker.password", null, ANY, Trait.SECRET),
    BROKER_LISTEN("voice.broker.listen", null, BROKER_ADDRESS),

    S3_ENABLED("voice.sink.s3.enabled", "false", BOOLEAN),
    S3_BUCKET("voice.sink.s3.bucket", null, BUCKET),
    S3_PREFIX("voice.sink.s3.prefix", "", KEY_PREFIX),
    S3_REGION("voice.sink.s3.region", null, REGION),
    S3_TAGS("voice.sink.s3.tags", "", OBJECT_TAGS),
    S3_ENDPOINT("voice.sink.s3.endpoint", null, SERVER_URL),
    S3_ACCESS_KEY("voice.sink.s3.access-key", null, ANY, Trait.SECRET),
    S3_SECRET_KEY("voice.sink.s3.secret-key", null, ANY, Trait.SECRET),

    EMAIL_ENABLED("voice.sink.email.enabled", "false", BOOLEAN),
    EMAIL_HOST("voice.sink.email.host", null, ANY),
    EMAIL_PORT("voice.sink.email.port", "587", PORT),
    EMAIL_SECURITY("voice.sink.email.security", "starttls", oneOf("starttls", "tls", "none")),
    EMAIL_USERNAME("voice.sink.email.username", null, ANY),
    EMAIL_PASSWORD("voice.sink.email.password", null, ANY, Trait.SECRET),
    EMAIL_FROM("voice.sink.email.from", null, MAIL_ADDRESS),
    EMAIL_TO("voice.sink.email.to", null, MAIL_ADDRESSES),
    EMAIL_AUDIO("voice.sink.email.audio", "attach", oneOf("attach", "link", "none")),

    HTTP_SINK_ENABLED("voice.sink.http.enabled", "false", BOOLEAN),
    HTTP_SINK_URL("voice.sink.http.url", null, SINK_URL, Trait.SECRET),
    HTTP_SINK_SECRET("voice.sink.http.secret", null, WEBHOOK_SECRETS, Trait.SECRET),

    FILE_ENABLED("voice.sink.file.enabled", "true", BOOLEAN),
    FILE_KEEP("voice.sink.file.keep", "30d", DURATION),
    TOPIC_ENABLED("voice.sink.topic.enabled", "false", BOOLEAN),

    CALLS_ENABLED("voice.sink.calls.enabled", "true", BOOLEAN),
    /** A secret, for it may hold a password. */
    CALLS_URL("voice.sink.calls.url", null, DATABASE_URL, Trait.SECRET),
    CALLS_USERNAME("voice.sink.calls.username", null, ANY),
    CALLS_PASSWORD("voice.sink.calls.password", null, ANY, Trait.SECRET),
    CALLS_KEEP("voice.sink.calls.keep", "30d", DURATION),
    CALLS_MAX_SIZE("voice.sink.calls.max-size", "2GiB", DATABASE_SIZE),

    PLACED_ALLOWED("voice.calls.allowed", null, CALL_NUMBERS),
    PLACED_PER_HOUR("voice.calls.per-hour", "10", REQUESTS),
    CALL_BACK_ENABLED("voice.sink.call-back.enabled", "false", BOOLEAN),
    RECONCILE_ENABLED("voice.reconcile.enabled", "false", BOOLEAN),
    RECONCILE_PERIOD("voice.reconcile.period", "15m", DURATION),

    RETRY_SCHEDULE("voice.retry.schedule", "5s,30s,2m,10m,30m,2h,6h,12h,24h", DURATIONS),
    RECORDING_FORMAT("voice.recording.format", "wav", oneOf("wav", "mp3")),
    RECORDING_DELETE("voice.recording.delete-after-archive", "false", BOOLEAN),
    /** A path, and a secret all the same: somebody will put the key itself there. */
    RECORDING_PRIVATE_KEY("voice.recording.private-key", null, RSA_KEY_FILE, Trait.SECRET, Trait.PATH);

    private enum Trait {
        REQUIRED,
        SECRET,
        PATH
    }

    private final String name;
    private final String defaultValue;
    private final Rule rule;
    private final Set<Trait> traits;

    Key(String name, String defaultValue, Rule rule, Trait... traits) {
        this.name = name;
        this.defaultValue = defaultValue;
        this.rule = rule;
        this.traits = Set.of(traits);
    }

    /** The name in {@code application.properties}, for example {@code voice.sink.s3.bucket}. */
    public String key() {
        return name;
    }

    /** The value that holds where none is set, or {@code null} where there is none. */
    public String defaultValue() {
        return defaultValue;
    }

    Rule rule() {
        return rule;
    }

    boolean required() {
        return traits.contains(Trait.REQUIRED);
    }

    /** Whether the value may never be printed. */
    boolean secret() {
        return traits.contains(Trait.SECRET);
    }

    /** The key that may name a file with the value instead; none where the value is no secret, or names a file already. */
    public Optional<String> fileKey() {
        return Optional.of(name + PlaceholderValues.FILE_SUFFIX)
                .filter(key -> secret() && !traits.contains(Trait.PATH));
    }

    /** Whether a key, of an account and of a shared key too, may have its value in a file. */
    static boolean mayBeInFile(String name) {
        String plain = name.replaceFirst("^twilio\\.accounts\\.[^.]+\\.", "twilio.");
        return SigningKeys.isSecret(name)
                || Stream.of(values())
                        .anyMatch(key -> key.name.equals(plain) && key.fileKey().isPresent());
    }

    /** The key as an environment variable: upper case, {@code .} and {@code -} become {@code _}. */
    public static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public String toString() {
        return name;
    }
}
