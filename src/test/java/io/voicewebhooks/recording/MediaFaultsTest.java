package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.HttpProxy;
import io.voicewebhooks.support.HttpProxy.Fault;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of recordings that the media server does not give, or not whole: archived in the end, or a dead letter. */
@TestInstance(Lifecycle.PER_CLASS)
class MediaFaultsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final byte[] AUDIO = wav(20_000);

    private final String call = Twilio.callSid();
    private Path dir;
    private RecordingServer media;
    private HttpProxy network;
    private Application application;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        this.dir = dir;
        media = RecordingServer.start(Twilio.ACCOUNT, Twilio.TOKEN);
        network = HttpProxy.inFrontOf(media.port());
        application = Application.with(dir)
                .set("twilio.api-url", network.url())
                .set("voice.sink.file.enabled", "true")
                .set("voice.retry.schedule", "200ms,200ms,200ms")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        operator = Operator.of(application);
    }

    @BeforeEach
    void noDeadLetters() {
        operator.types("dead-letters", "drop", "--all", "--reason", "of the test before");
    }

    @AfterAll
    void stop() {
        application.close();
        network.close();
        media.close();
    }

    @Test
    void aRecordingThatIsThereOnlyAtTheFourthTimeIsArchived() {
        String recording = Twilio.recordingSid();
        AtomicInteger requests = new AtomicInteger();
        media.answers(recording, exchange -> {
            if (requests.incrementAndGet() < 4) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                RecordingServer.send(exchange, 200, "audio/x-wav", AUDIO);
            }
        });

        assertArchived(recording);
        assertThat(requests).hasValue(4);
    }

    @ParameterizedTest
    @CsvSource({"Content-length: 5000, 2", "Content-length: 30000, 2", "X-Length: unknown, 1"})
    void aWrongLengthMeansAnotherTryAndNoLengthDoesNot(String header, int requests) {
        String recording = Twilio.recordingSid();
        media.holds(recording, AUDIO);
        network.damages("GET .*" + recording, Fault.changesHead("(?i)content-length: \\d+", header));

        assertArchived(recording);
        assertThat(network.requests("GET .*" + recording)).isEqualTo(requests);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 10_000})
    void aConnectionThatIsCutMeansAnotherTry(int bytes) {
        String recording = Twilio.recordingSid();
        media.holds(recording, AUDIO);
        network.damages("GET .*" + recording, Fault.cutsAnswerAfter(bytes), Fault.cutsAnswerAfter(bytes));

        assertArchived(recording);
        assertThat(network.requests("GET .*" + recording)).isEqualTo(3);
    }

    @Test
    void aFileThatWasCutShortBeforeItWasSentIsNotArchived() {
        String recording = Twilio.recordingSid();
        AtomicInteger requests = new AtomicInteger();
        media.answers(
                recording,
                exchange -> RecordingServer.send(
                        exchange,
                        200,
                        "audio/x-wav",
                        requests.incrementAndGet() == 1 ? Arrays.copyOf(AUDIO, 10_000) : AUDIO));

        assertArchived(recording);
        assertThat(requests).hasValue(2);
    }

    /** No coding was asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "identity"})
    void aCodingOfTheContentIsUndone(String coding) {
        String recording = Twilio.recordingSid();
        media.answers(recording, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", coding);
            RecordingServer.send(exchange, 200, "audio/x-wav", coding.equals("identity") ? AUDIO : gzip(AUDIO));
        });

        assertArchived(recording);
    }

    @Test
    void aCodingThatIsCutShortMeansAnotherTry() {
        String recording = Twilio.recordingSid();
        AtomicInteger requests = new AtomicInteger();
        media.answers(recording, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            byte[] sent = gzip(AUDIO);
            RecordingServer.send(
                    exchange,
                    200,
                    "audio/x-wav",
                    requests.incrementAndGet() == 1 ? Arrays.copyOf(sent, sent.length - 9) : sent);
        });

        assertArchived(recording);
        assertThat(requests).hasValue(2);
    }

    @Test
    void aCodingThatNobodyKnowsIsADeadLetterThatNamesIt() {
        String recording = Twilio.recordingSid();
        media.answers(recording, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "br");
            RecordingServer.send(exchange, 200, "audio/x-wav", AUDIO);
        });

        assertDeadLetter(recording, "the media server sent the recording in the Content-Encoding \"br\"");
    }

    @Test
    void aRecordingThatIsAnnouncedToBeLargerThanAnyIsADeadLetterAtOnce() {
        String recording = Twilio.recordingSid();
        media.answers(recording, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "audio/x-wav");
            exchange.sendResponseHeaders(200, (4L << 30) + 1);
            exchange.getResponseBody().write(AUDIO);
        });

        assertDeadLetter(recording, "the recording has more than 4294967296 bytes");
        assertThat(network.requests("GET .*" + recording)).isEqualTo(1);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        "the media server answered 401: it refuses the credentials of " + Twilio.ACCOUNT, 401, null),
                Arguments.of("the media server answered 403", 403, null),
                Arguments.of("the media server answered 500", 500, null),
                Arguments.of("the media server answered 302 without a Location", 302, null),
                Arguments.of("the recording was redirected more than 3 times", 307, "/storage/again"),
                Arguments.of(
                        "the media server redirected to an address that is not https", 302, "ftp://127.0.0.1/audio"),
                Arguments.of("the media server redirected to something that is no URL", 302, "https://[audio"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatNeverGivesAudioIsADeadLetterThatSaysWhy(String reason, int status, String location) {
        String recording = Twilio.recordingSid();
        RecordingServer.Answer answer = exchange -> {
            if (location != null) {
                exchange.getResponseHeaders().set("Location", location);
            }
            exchange.sendResponseHeaders(status, -1);
        };
        media.answers(recording, answer).answers("again", answer);

        assertDeadLetter(recording, reason);
    }

    @Test
    void anAnswerWithoutContentIsADeadLetterThatSaysSo() {
        String recording = Twilio.recordingSid();
        media.answers(recording, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "audio/x-wav");
            exchange.sendResponseHeaders(200, -1);
        });

        assertDeadLetter(recording, "the recording is empty");
    }

    @Test
    void aRecordingThatIsCutShortEveryTimeIsADeadLetterThatSaysSo() {
        String recording = Twilio.recordingSid();
        media.answers(
                recording,
                exchange -> RecordingServer.send(exchange, 200, "audio/x-wav", Arrays.copyOf(AUDIO, 10_000)));

        assertDeadLetter(recording, "the recording is cut short: it has 10000 bytes, its WAV header announces more");
    }

    private void assertArchived(String recording) {
        completed(recording);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(archived(recording)).exists());
        assertThat(archived(recording)).hasBinaryContent(AUDIO);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(dir.resolve("spool")).isEmptyDirectory());
        assertThat(application.deadLetters()).isEmpty();
    }

    private void assertDeadLetter(String recording, String reason) {
        completed(recording);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(application.deadLetters()).containsExactly(reason));
        assertThat(archived(recording)).doesNotExist();
        assertThat(dir.resolve("spool")).isEmptyDirectory();
        assertThat(application.meter("voice_sink_paused{sink=\"file\"}")).isZero();
    }

    private Path archived(String recording) {
        return dir.resolve("archive/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording + ".wav");
    }

    private void completed(String recording) {
        assertThat(application
                        .twilio()
                        .post("/voice/recording", Twilio.recording(call, recording, "completed"))
                        .statusCode())
                .isEqualTo(204);
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] wav(int bytes) {
        ByteBuffer content = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        content.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(bytes - 8);
        content.put("WAVE".getBytes(StandardCharsets.US_ASCII));
        return content.array();
    }
}
