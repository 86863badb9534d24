package io.voicewebhooks.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.request.Purpose;
import io.voicewebhooks.testkit.request.Webhook;
import io.voicewebhooks.testkit.rest.RestAccount;
import io.voicewebhooks.testkit.rest.RestServer;
import io.voicewebhooks.testkit.simulator.Action;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.CallSetup;
import io.voicewebhooks.testkit.simulator.MediaServer;
import io.voicewebhooks.testkit.simulator.Simulator;
import io.voicewebhooks.testkit.simulator.TwilioAccount;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The application with a call log and an HTTP sink, beside a Twilio on which calls are played an hour ago: their callbacks get
 * lost where a test wants it.
 */
final class LostCalls implements AutoCloseable {
    static final String TOKEN = "operators-token";
    static final String NUMBER = "+15558675310";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<Purpose> CALLBACKS = Set.of(Purpose.CALL_STATUS, Purpose.RECORDING_STATUS);

    final RestServer rest = RestServer.start();
    final RestAccount account = rest.account(Twilio.ACCOUNT, Twilio.TOKEN);
    final Set<String> dropped = ConcurrentHashMap.newKeySet();
    final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final MediaServer media;
    private final Simulator simulator;
    private final HttpReceiver sink = HttpReceiver.start();
    private final Path directory;
    private final int port = Application.freePort();
    private Application application;

    LostCalls(Path directory, Predicate<Webhook> loses) throws IOException {
        this.directory = directory;
        TwilioAccount twilio = new TwilioAccount(Twilio.ACCOUNT, Twilio.TOKEN);
        media = new MediaServer(0, twilio);
        simulator = new Simulator(twilio, media);
        rest.clockIsWrongBy(Duration.ofHours(-1)).keeps(account, simulator, media);
        simulator.loses(webhook -> {
            if (!CALLBACKS.contains(webhook.purpose())) {
                return false;
            }
            boolean lost = loses.test(webhook);
            (lost ? dropped : sent).add(name(webhook));
            return lost;
        });
        start();
    }

    /** Also again, with what it had. */
    void start(String... keysAndValues) {
        Application.Builder builder = Application.with(directory)
                .set("voice.http.port", String.valueOf(port))
                .set("voice.public-url", "http://127.0.0.1:" + port)
                .set("voice.management.token", TOKEN)
                .set("twilio.api-url", rest.url())
                .set("voice.sink.calls.enabled", "true")
                .set("voice.sink.file.enabled", "true")
                .set("call.hours", "")
                .set(sink.settings());
        for (int i = 0; i < keysAndValues.length; i += 2) {
            builder.set(keysAndValues[i], keysAndValues[i + 1]);
        }
        boolean isNew = application == null;
        application = builder.start();
        if (isNew) {
            // the log is younger than the calls
            logBegan(0);
        }
    }

    CamelContext context() {
        return application.context();
    }

    Path directory() {
        return directory;
    }

    /** Somebody calls while there is no log. */
    void callUnlogged() {
        int before = sink.posts().size();
        call();
        await().until(() -> sink.posts().size() >= before + 3);
    }

    private void logBegan(long at) {
        new JdbcTemplate(CallDatabase.of(application.context()).writer()).update("update coverage set since = ?", at);
    }

    /** The log has nothing of any call. */
    void forgetLogged() {
        JdbcTemplate log =
                new JdbcTemplate(CallDatabase.of(application.context()).writer());
        for (String table : List.of("delivery", "exchange", "event", "call")) {
            log.update("delete from " + table);
        }
    }

    void logBeganNow() {
        logBegan(System.currentTimeMillis());
    }

    void comparedUntil(Instant time) {
        new JdbcTemplate(CallDatabase.of(application.context()).writer())
                .update(
                        "insert into reconciled (account_sid, until) values (?, ?)",
                        Twilio.ACCOUNT,
                        time.toEpochMilli());
    }

    void stop() {
        application.close();
    }

    /** Sends what Twilio would, by hand. */
    Twilio sender() {
        return new Twilio(application.url(), application.url(), Twilio.TOKEN);
    }

    /** What a callback tells, and of what. */
    private static String name(Webhook callback) {
        Map<String, String> sent = callback.parameters();
        return callback.purpose() == Purpose.CALL_STATUS
                ? "call." + sent.get("CallStatus") + " " + sent.get("CallSid")
                : "recording." + sent.get("RecordingStatus") + " " + sent.get("RecordingSid");
    }

    /** Somebody calls outside business hours and leaves a message. */
    void call() {
        String url = application.url();
        CallSetup setup = new CallSetup(
                url + "/voice/incoming",
                "POST",
                Optional.empty(),
                Optional.of(url + "/voice/status"),
                "+15551230001",
                NUMBER,
                Map.of(),
                Optional.empty());
        AtomicBoolean spoken = new AtomicBoolean();
        simulator
                .call(
                        setup,
                        prompt -> spoken.getAndSet(true)
                                ? new Action.Press("#")
                                : new Action.Speak(Audio.tone(Duration.ofSeconds(2))),
                        null)
                .run();
    }

    /** Another number of the account, which another application answers. */
    void callSomebodyElse() {
        simulator
                .call(
                        CallSetup.of("http://127.0.0.1:1/voice", "+15551230001", "+15558675399"),
                        prompt -> new Action.HangUp(),
                        null)
                .run();
    }

    static Set<String> idsOf(JsonNode events) {
        return events.valueStream().map(event -> event.path("id").asText()).collect(Collectors.toSet());
    }

    /** The ids of the events that stand for callbacks, as the manual has it. */
    static Set<String> ids(Set<String> callbacks) {
        return callbacks.stream().map(LostCalls::id).collect(Collectors.toSet());
    }

    private static String id(String callback) {
        try {
            String text = "recovered\n" + callback.replace(' ', '\n');
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Until so many callers' callbacks came or are lost, and what came is in the log, its audio in the archive. */
    void awaitLogged(int calls) {
        await().untilAsserted(() ->
                assertThat(Stream.concat(sent.stream(), dropped.stream())).hasSize(2 * calls));
        long archived = sent.stream()
                .filter(each -> each.startsWith("recording.completed "))
                .count();
        awaitEvents(calls + sent.size() + archived);
    }

    /** Until so many events are in the log. */
    void awaitEvents(long number) {
        await().untilAsserted(() -> assertThat(
                        log().queryForObject("select count(*) from event where sinks is not null", Long.class))
                .isEqualTo(number));
    }

    JdbcTemplate log() {
        return new JdbcTemplate(CallDatabase.of(application.context()).reader());
    }

    /** What the HTTP sink got that was restored, by id. */
    Map<String, ReceivedPost> restored() {
        return sink.posts().stream()
                .filter(post -> post.json().path("data").has("recovered"))
                .filter(post -> !post.type().endsWith("recording.archived"))
                .collect(Collectors.toMap(ReceivedPost::id, post -> post, (first, again) -> {
                    throw new AssertionError("delivered twice: " + again.id());
                }));
    }

    HttpReceiver sink() {
        return sink;
    }

    JsonNode reconcile(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(application.managementUrl() + "/operations/" + path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return MAPPER.readTree(answer.body());
    }

    JsonNode look() throws Exception {
        return reconcile("GET", "reconcile?since=24h");
    }

    JsonNode apply() throws Exception {
        return reconcile("POST", "reconcile/apply?since=24h");
    }

    @Override
    public void close() {
        application.close();
        sink.close();
        media.close();
        rest.close();
    }
}
