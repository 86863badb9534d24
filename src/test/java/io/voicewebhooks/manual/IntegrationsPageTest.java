package io.voicewebhooks.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked examples of README.md and integrations.md work as they stand there. */
class IntegrationsPageTest {
    private static final String CRM_SECRET = "whsec_YW5vdGhlciBzZWNyZXQgZm9yIHRoZSBzZWNvbmQgZW5kcG9pbnQ=";

    /** Breaks JSON that is put together from text, and an expression that is evaluated twice. */
    private static final String HOSTILE =
            "Eve \"the \\ boss\"\n', ) }, {\"text\": \"no\"} ${sys.user.home} {{twilio.auth-token}} <b>";

    private static final byte[] AUDIO = "RIFF audio of a voicemail WAVE".getBytes(StandardCharsets.UTF_8);

    private final Manual manual = Manual.read();
    private final String call = Twilio.callSid();
    private final String recording = Twilio.recordingSid();
    private final String failed = Twilio.recordingSid();

    @TempDir
    Path dir;

    @Test
    void theChatOfTheWorkedExampleGetsMissedCallsAndNoOtherSinkNoticesIt() throws Exception {
        Map<String, Set<String>> without = deliveries(dir.resolve("without"), null);
        try (HttpReceiver chat = HttpReceiver.start()) {
            Map<String, Set<String>> with = deliveries(dir.resolve("with"), chat);

            assertThat(with).isEqualTo(without);
            assertThat(with.get("http")).hasSize(7);
            assertThat(chat.posts()).hasSize(1);
            ReceivedPost post = chat.posts().get(0);
            assertThat(post.method()).isEqualTo("POST");
            assertThat(post.path()).isEqualTo("/hooks/voice");
            assertThat(post.header("Content-Type")).isEqualTo("application/json");
            assertThat(post.headers().map().keySet())
                    .isSubsetOf(
                            "Accept-encoding",
                            "Connection",
                            "Content-length",
                            "Content-type",
                            "Host",
                            "Transfer-encoding",
                            "User-agent");
            assertThat(post.json().size()).isEqualTo(1);
            assertThat(post.json().get("text").asText()).isEqualTo("Missed call from " + HOSTILE);
        }
    }

    @Test
    void theWorkedExampleIsTriedAgainLikeEveryOtherDelivery() throws Exception {
        Path routes = copyOfRoutes(dir.resolve("routes"));
        addChat(routes);
        try (HttpReceiver chat = HttpReceiver.start();
                Application application = Application.with(dir.resolve("data"))
                        .routes(pattern(routes))
                        .set("chat.url", chat.url())
                        .set("voice.retry.schedule", "100ms,100ms,100ms")
                        .start()) {
            chat.answers(post -> chat.posts().isEmpty() ? 500 : 200);
            miss(application);

            await().untilAsserted(() -> assertThat(chat.posts()).hasSize(2));
            await().untilAsserted(() -> assertThat(
                            application.meter("voice_deliveries_total{outcome=\"delivered\",sink=\"chat\"}"))
                    .isEqualTo(1));
            assertThat(chat.posts().get(1).body()).isEqualTo(chat.posts().get(0).body());
        }
    }

    @Test
    void bothHttpEndpointsGetEachEventEachWithASignatureOfItsOwn() throws Exception {
        Path routes = copyOfRoutes(dir.resolve("routes"));
        Files.writeString(routes.resolve("sink-crm.camel.yaml"), manual.block("routes/sink-crm.camel.yaml"));
        addTo(routes.resolve("event-router.camel.yaml"), manual.block("routes/event-router.camel.yaml (crm)"));
        try (HttpReceiver http = HttpReceiver.start();
                HttpReceiver crm = HttpReceiver.start();
                Application application = Application.with(dir.resolve("data"))
                        .routes(pattern(routes))
                        .set(http.settings())
                        .set("crm.url", crm.url())
                        .set("crm.secret", CRM_SECRET)
                        .start()) {
            application.twilio().post("/voice/status", Twilio.status(call, "completed"));

            await().untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.completed"));
            await().untilAsserted(() -> assertThat(crm.delivered()).containsExactly("call.completed"));
            ReceivedPost one = http.posts().get(0);
            ReceivedPost other = crm.posts().get(0);
            assertThat(other.body()).isEqualTo(one.body());
            assertThat(other.header("webhook-id")).isEqualTo(one.header("webhook-id"));
            assertThat(one.verified()).isTrue();
            assertThat(other.verified()).isFalse();
            new Webhook(CRM_SECRET).verify(other.body(), other.headers());
        }
    }

    /** The ids of what each sink got of one and the same set of events. */
    private Map<String, Set<String>> deliveries(Path directory, HttpReceiver chat) throws Exception {
        Path routes = copyOfRoutes(directory.resolve("routes"));
        if (chat != null) {
            addChat(routes);
        }
        Path data = directory.resolve("data");
        try (S3Server s3 = S3Server.start(directory.resolve("s3"));
                MailServer mail = MailServer.start();
                HttpReceiver http = HttpReceiver.start();
                RecordingServer media =
                        RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN).holds(recording, AUDIO);
                Application application = Application.with(data)
                        .routes(pattern(routes))
                        .set(s3.settings())
                        .set(mail.settings())
                        .set(http.settings())
                        .set(media.settings())
                        .set("voice.sink.file.enabled", "true")
                        .set(chat == null ? Map.of() : Map.of("chat.url", chat.url()))
                        .start()) {
            Twilio twilio = application.twilio();
            twilio.post("/voice/incoming", Twilio.call(call));
            miss(application);
            twilio.post("/voice/status", Twilio.status(call, "completed"));
            twilio.post("/voice/status", Twilio.status(call, "no-answer"));
            twilio.post("/voice/recording", Twilio.recording(call, failed, "failed"));
            twilio.post("/voice/recording", Twilio.recording(call, recording, "completed"));

            await().untilAsserted(() -> {
                assertThat(http.posts()).hasSize(7);
                assertThat(s3.keys()).hasSize(8);
                assertThat(files(data.resolve("archive"))).hasSize(7);
                assertThat(mail.mails()).hasSize(4);
            });
            await().untilAsserted(() -> assertThat(waiting(application)).isZero());
            return Map.of(
                    "http", set(http.posts().stream().map(post -> post.type() + " " + post.header("webhook-id"))),
                    "s3", set(s3.keys().stream().map(IntegrationsPageTest::withoutDay)),
                    "file", set(files(data.resolve("archive")).stream().map(IntegrationsPageTest::withoutDay)),
                    "mail", set(mail.mails().stream().map(IntegrationsPageTest::subjectAndId)));
        }
    }

    private void miss(Application application) {
        List<Entry<String, String>> form = Twilio.with(Twilio.call(call), "DialCallStatus", "busy", "From", HOSTILE);
        assertThat(application.twilio().post("/voice/forward-result", form).statusCode())
                .isEqualTo(200);
    }

    private void addChat(Path routes) throws IOException {
        Files.writeString(routes.resolve("sink-chat.camel.yaml"), manual.block("routes/sink-chat.camel.yaml"));
        addTo(routes.resolve("event-router.camel.yaml"), manual.block("routes/event-router.camel.yaml (chat)"));
    }

    private static double waiting(Application application) {
        return application
                .management("/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("voice_queue_depth"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static Path copyOfRoutes(Path target) throws IOException {
        Path source = Path.of("routes");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return target;
    }

    private static void addTo(Path router, String block) throws IOException {
        String callLog = "        # call log: every event\n";
        String blocks = Files.readString(router);
        assertThat(blocks).contains(callLog);
        Files.writeString(router, blocks.replace(callLog, block + "\n" + callLog));
    }

    private static String pattern(Path routes) {
        return "file:" + routes + "/*.camel.yaml";
    }

    private static Set<String> files(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return set(files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some events have the time of their arrival. */
    private static String withoutDay(String name) {
        return name.replaceFirst("/\\d{4}/\\d\\d/\\d\\d/", "/");
    }

    private static String subjectAndId(MimeMessage message) {
        try {
            return message.getSubject() + " " + message.getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> set(Stream<String> all) {
        return all.collect(Collectors.toCollection(TreeSet::new));
    }
}
