package io.voicewebhooks.sink.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.HttpProxy;
import io.voicewebhooks.support.HttpProxy.Fault;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.MailServer;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.support.S3Server;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of recordings and events whose way to S3, or back, is broken. */
@TestInstance(Lifecycle.PER_CLASS)
class S3FaultsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Fault SLOW_DOWN = Fault.refusesWith(
            "503 Slow Down",
            "application/xml",
            "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>");

    private final byte[] audio = new byte[1 << 20];
    private Path dir;
    private S3Server s3;
    private HttpProxy network;
    private MailServer mail;
    private HttpReceiver events;
    private RecordingServer media;
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) {
        this.dir = dir;
        new Random(7).nextBytes(audio);
        s3 = S3Server.start(dir.resolve("s3"));
        network = HttpProxy.inFrontOf(s3.port());
        mail = MailServer.start();
        events = HttpReceiver.start();
        media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
        application = Application.with(dir.resolve("data"))
                .set(s3.settings())
                .set("voice.sink.s3.endpoint", network.url())
                .set(mail.settings())
                .set(events.settings())
                .set(media.settings())
                .set("voice.retry.schedule", "200ms,".repeat(10) + "1h")
                .set("voice.management.token", Operator.TOKEN)
                .start();
    }

    @BeforeEach
    void noDeadLetters() {
        Operator.of(application).types("dead-letters", "drop", "--all", "--reason", "of the test before");
    }

    @AfterAll
    void stop() {
        application.close();
        media.close();
        events.close();
        mail.close();
        network.close();
        s3.close();
    }

    static Stream<Arguments> uploads() {
        return Stream.of(
                Arguments.of("cut in the middle", Fault.cutsRequestAfter(300_000)),
                Arguments.of("cut at the first byte", Fault.cutsRequestAfter(0)),
                Arguments.of("refused", SLOW_DOWN),
                Arguments.of("changed on the way", Fault.changesRequest()),
                Arguments.of("stored, but the answer is lost", Fault.cutsAnswerAfter(0)),
                Arguments.of("stored, but the answer is broken off", Fault.cutsAnswerAfter(20)));
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void anUploadThatFailsTwiceIsArchivedWholeAndNothingElseIsEverInS3(String what, Fault fault) {
        String recording = Twilio.recordingSid();
        String call = Twilio.callSid();
        media.holds(recording, audio);
        network.damages("PUT .*" + recording + ".wav", fault, fault);
        double retried = application.meter("voice_deliveries_total{outcome=\"retried\",sink=\"s3\"}");
        completed(call, recording);

        Set<String> seen = new TreeSet<>();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            seen.addAll(recordingsOf(call));
            assertThat(archived(recording)).isTrue();
        });
        seen.addAll(recordingsOf(call));
        assertThat(seen).containsExactly(key(call, recording) + " is whole");
        // the S3 client repeats nothing by itself
        assertThat(network.requests("PUT .*" + recording + ".wav")).isEqualTo(3);
        assertThat(application.meter("voice_deliveries_total{outcome=\"retried\",sink=\"s3\"}"))
                .isEqualTo(retried + 2);
        assertThat(application.deadLetters()).isEmpty();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(dir.resolve("data/spool")).isEmptyDirectory());
    }

    @Test
    void anEventThatIsChangedOnTheWayIsStoredAsItIs() {
        String call = Twilio.callSid();
        network.damages("PUT .*" + call + ".*json", Fault.changesRequest(), Fault.cutsRequestAfter(100));
        application.twilio().post("/voice/status", Twilio.status(call, "completed"));

        ReceivedPost post = events.await(call);
        String key = "events/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + post.header("webhook-id") + ".json";
        await().atMost(LIMIT).until(() -> s3.has(key));
        assertThat(s3.content(key)).asString(StandardCharsets.UTF_8).isEqualTo(post.body());
    }

    /** What S3 does is no reason to hold other mails back. */
    @Test
    void audioThatS3DoesNotGiveHoldsUpItsOwnMailOnly() {
        Map<String, String> recordings =
                Map.of(Twilio.callSid(), Twilio.recordingSid(), Twilio.callSid(), Twilio.recordingSid());
        recordings.values().forEach(recording -> media.holds(recording, audio));
        Fault broken = Fault.cutsAnswerAfter(500_000);
        Fault none = Fault.cutsAnswerAfter(0);
        network.damages(
                "GET .*(" + String.join("|", recordings.values()) + ").wav",
                SLOW_DOWN,
                broken,
                none,
                SLOW_DOWN,
                broken,
                none);
        try (LogLines log = LogLines.record()) {
            recordings.forEach(this::completed);

            await().atMost(LIMIT).untilAsserted(() -> assertThat(recordings.keySet())
                    .allSatisfy(call -> assertThat(mailsAbout(call)).hasSize(1)));
            for (String call : recordings.keySet()) {
                assertThat(MailServer.content(mailsAbout(call).get(0), "audio/x-wav"))
                        .isEqualTo(audio);
            }
            assertThat(log.lines().stream().filter(line -> line.contains("to email failed")))
                    .hasSize(6)
                    .allMatch(line -> line.contains("the audio could not be fetched from S3: "));
            assertThat(log.lines()).noneMatch(line -> line.contains("the sink email is paused"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NoSuchKey, 404 Not Found, the audio is not in S3 any more",
        "InvalidObjectState, 403 Forbidden, the audio has to be restored in S3 first"
    })
    void audioThatS3WillNotGiveMakesADeadLetterOfItsMail(String code, String status, String reason) {
        String recording = Twilio.recordingSid();
        String call = Twilio.callSid();
        media.holds(recording, audio);
        network.damages(
                "GET .*" + recording + ".wav",
                Fault.refusesWith(status, "application/xml", "<Error><Code>" + code + "</Code></Error>"));
        completed(call, recording);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.deadLetters())
                .containsExactly(reason + ": " + key(call, recording)));
        assertThat(mailsAbout(call)).isEmpty();
    }

    @Test
    void aBucketThatIsNotThereYetPausesTheSinkAndOnceItIsThereEverythingIsStored(@TempDir Path data) {
        List<String> calls;
        try (Application application = application(data, "voice.sink.s3.bucket", "made-later")) {
            calls = sixCallsEnd(application);
            awaitPaused(application, "S3 answered 404 NoSuchBucket");
            assertThat(application.deadLetters()).isEmpty();

            s3.client().createBucket(bucket -> bucket.bucket("made-later"));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(calls).allMatch(call -> s3.keysOnDisk("made-later").stream()
                            .anyMatch(key -> key.contains(call) && key.endsWith(".json"))));
        }
    }

    @Test
    void wrongCredentialsPauseTheSinkAndWithTheRightOnesEverythingIsStored(@TempDir Path data) {
        List<String> calls;
        try (Application application = application(data, "voice.sink.s3.secret-key", "not-the-secret-key")) {
            calls = sixCallsEnd(application);
            awaitPaused(application, "S3 answered 403 SignatureDoesNotMatch");
            assertThat(application.deadLetters()).isEmpty();
        }
        try (Application application = application(data, "voice.sink.s3.prefix", "later/")) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(calls).allMatch(call -> s3.keysOnDisk(S3Server.BUCKET).stream()
                            .anyMatch(key -> key.startsWith("later/events/") && key.contains(call))));
            assertThat(application.deadLetters()).isEmpty();
        }
    }

    private Application application(Path data, String key, String value) {
        return Application.with(data)
                .set(s3.settings())
                .set("voice.retry.schedule", "200ms,".repeat(20) + "1h")
                .set(key, value)
                .start();
    }

    private static List<String> sixCallsEnd(Application application) {
        List<String> calls = Stream.generate(Twilio::callSid).limit(6).toList();
        calls.forEach(call -> application.twilio().post("/voice/status", Twilio.status(call, "completed")));
        return calls;
    }

    private static void awaitPaused(Application application, String reason) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.meter("voice_sink_paused{sink=\"s3\"}"))
                .isEqualTo(1));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        application.management("/observe/health").body())
                .contains("s3 is")
                .contains(reason));
    }

    private void completed(String call, String recording) {
        assertThat(application
                        .twilio()
                        .post("/voice/recording", Twilio.recording(call, recording, "completed"))
                        .statusCode())
                .isEqualTo(204);
    }

    private List<MimeMessage> mailsAbout(String call) {
        return mail.mails().stream()
                .filter(message ->
                        new String(MailServer.content(message, "text/plain"), StandardCharsets.UTF_8).contains(call))
                .toList();
    }

    private boolean archived(String recording) {
        return events.posts().stream()
                .anyMatch(post ->
                        post.type().equals("recording.archived") && post.body().contains(recording));
    }

    /** Every object that the real server shows of a call's recordings now, and whether it is the audio. */
    private Set<String> recordingsOf(String call) {
        Set<String> shown = new TreeSet<>();
        for (String key : s3.keysOnDisk(S3Server.BUCKET)) {
            if (key.startsWith("recordings/") && key.contains(call)) {
                shown.add(key + (Arrays.equals(s3.content(key), audio) ? " is whole" : " is something else"));
            }
        }
        return shown;
    }

    private static String key(String call, String recording) {
        return "recordings/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording + ".wav";
    }
}
