package io.voicewebhooks.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.voicewebhooks.signature.SignatureAlgorithm;
import io.voicewebhooks.signature.SignatureKey;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.simulator.Audio;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whatever level somebody sets, no secret and no number of a caller is logged. */
class TraceLogTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String TOKEN = "5ecret-auth-token";
    private static final String API_KEY = "SK" + "1".repeat(32);
    private static final String API_KEY_SECRET = "5ecret-of-the-api-key";
    private static final String MAIL_PASSWORD = "5ecret-of-the-mail-server";
    private static final String NUMBER = "15551230001";
    private static final String NAME = "Anna Caller";

    private static final List<String> HIDDEN = List.of(
            "5ecret",
            HttpReceiver.SECRET,
            HttpReceiver.SECRET.substring("whsec_".length()),
            base64(API_KEY + ":" + API_KEY_SECRET),
            base64(MAIL_PASSWORD),
            NUMBER,
            "15558675310",
            "local-identity",
            "local-credential",
            NAME);

    /** Those of the test hold what they get. */
    private static final List<String> SERVERS = List.of("org.gaul", "com.icegreen", "org.eclipse.jetty", "org.jclouds");

    @TempDir
    Path dir;

    private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
    private final AtomicLong lines = new AtomicLong();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final Appender<ILoggingEvent> appender = new UnsynchronizedAppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.incrementAndGet();
            String line = event.getLoggerName() + " " + event.getFormattedMessage()
                    + ThrowableProxyUtil.asString(event.getThrowableProxy());
            if (HIDDEN.stream().anyMatch(line::contains)) {
                told.add(line);
            }
        }
    };

    @ParameterizedTest
    @ValueSource(strings = {"DEBUG", "TRACE"})
    void aWholeCallWithEverySinkShowsNoSecretAndNoCaller(String level) throws Exception {
        Map<Logger, Level> before = new HashMap<>();
        logback.getLoggerList().forEach(logger -> before.put(logger, logger.getLevel()));
        Appender<ILoggingEvent> console = root.getAppender("console");
        try {
            root.detachAppender(console);
            before.keySet().forEach(logger -> logger.setLevel(logger == root ? Level.valueOf(level) : null));
            SERVERS.forEach(server -> logback.getLogger(server).setLevel(Level.OFF));
            appender.setContext(logback);
            appender.start();
            root.addAppender(appender);
            wholeCall();
        } finally {
            root.detachAppender(appender);
            logback.getLoggerList().forEach(logger -> logger.setLevel(before.get(logger)));
            root.addAppender(console);
        }

        assertThat(told).isEmpty();
        assertThat(lines).hasValueGreaterThan(1_000);
    }

    /** A user's configuration may be read again at any time. */
    @Test
    void nothingIsToldAfterLogbackWasConfiguredAnewEither() {
        LoggerContext another = new LoggerContext();
        SecretFilter.install(another);
        another.reset();
        Logger wire = another.getLogger("org.apache.hc.client5.http.wire");
        another.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
        another.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        appender.setContext(another);
        appender.start();

        wire.debug(NAME);
        another.getLogger("com.example").debug("{} calls", "+" + NUMBER, new IllegalStateException("%2B" + NUMBER));

        assertThat(wire.isDebugEnabled()).isFalse();
        assertThat(lines).hasValue(1);
        assertThat(told).isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bySharedKey(Application application, List<Map.Entry<String, String>> form) {
        String signature = new SignatureKey("5ecret-of-a-shared-key", SignatureAlgorithm.HMAC_SHA256)
                .sign(Twilio.PUBLIC_URL + "/voice/status", form);
        assertThat(RawRequest.post("/voice/status", Twilio.encode(form))
                        .header("X-Twilio-Signature", signature)
                        .header("X-Twilio-Webhooks-Signature-Settings", "key=key_1,algorithm=HMAC_SHA256")
                        .sendTo(application.url())
                        .status())
                .isEqualTo(204);
    }

    private void wholeCall() throws Exception {
        HttpReceiver http = HttpReceiver.start();
        try (S3Server s3 = S3Server.start(dir.resolve("s3"));
                MailServer mail = MailServer.start().knows("voice", MAIL_PASSWORD);
                RecordingServer media = RecordingServer.start(API_KEY, API_KEY_SECRET)) {
            String url = http.url() + "/5ecret-in-the-path?token=5ecret-in-the-query";
            String recording = Twilio.recordingSid();
            media.holds(recording, Audio.tone(Duration.ofSeconds(1)).bytes());
            try (Application application = Application.with(dir.resolve("data"))
                    .set(media.settings())
                    .set(s3.settings())
                    .set(mail.settings())
                    .set("twilio.auth-token", TOKEN)
                    .set("twilio.signing-keys.key_1", "5ecret-of-a-shared-key")
                    .set("twilio.api-key-sid", API_KEY)
                    .set("twilio.api-key-secret", API_KEY_SECRET)
                    .set("voice.sink.email.username", "voice")
                    .set("voice.sink.email.password", MAIL_PASSWORD)
                    .set("voice.sink.file.enabled", "true")
                    .set("voice.sink.topic.enabled", "true")
                    .set("voice.sink.http.enabled", "true")
                    .set("voice.sink.http.url", url)
                    .set("voice.sink.http.secret", HttpReceiver.SECRET)
                    .set("voice.broker.listen", "tcp://127.0.0.1:" + Application.freePort())
                    .set("voice.broker.username", "estate")
                    .set("voice.broker.password", "5ecret-of-the-broker")
                    .set("voice.management.token", "5ecret-management-token")
                    .set("voice.retry.schedule", "100ms")
                    .start()) {
                Twilio twilio = new Twilio(application.url(), Twilio.PUBLIC_URL, TOKEN);
                String call = Twilio.callSid();
                twilio.post("/voice/incoming", Twilio.with(Twilio.call(call), "CallerName", "Anna Caller"));
                twilio.post("/voice/voicemail-end", Twilio.call(call));
                twilio.get("/voice/incoming", Twilio.call(Twilio.callSid()));
                twilio.post("/voice/forward-result?context.turn=x&context.caller=%2B" + NUMBER, Twilio.call(call));
                twilio.post("/voice/status", Twilio.status(call, "completed"));
                twilio.post("/voice/status", Twilio.status(call, "completed"), "forged");
                bySharedKey(application, Twilio.status(call, "busy"));
                twilio.post(
                        "/voice/recording?context.from=%2B" + NUMBER, Twilio.recording(call, recording, "completed"));
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(mail.mails()).isNotEmpty());
                await().atMost(LIMIT).untilAsserted(() -> assertThat(http.delivered())
                        .contains("recording.archived", "call.completed"));
                application.management("/observe/health");
            }
        }
        http.close();
    }
}
