package io.voicewebhooks.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.RecordingServer;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the audio of a recording comes from the media server into the archive; here the local one. */
@TestInstance(Lifecycle.PER_CLASS)
class RecordingTest {
    private static final byte[] AUDIO = "RIFF some seconds of audio WAVE".getBytes(StandardCharsets.UTF_8);

    private final String call = Twilio.callSid();
    private Path dir;
    private HttpReceiver events;
    private RecordingServer media;
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) {
        this.dir = dir;
        events = HttpReceiver.start();
        media = RecordingServer.start("SK" + "1".repeat(32), "api-key-secret");
        application = Application.with(dir)
                .set(events.settings())
                .set(media.settings())
                .set("twilio.api-key-sid", "SK" + "1".repeat(32))
                .set("twilio.api-key-secret", "api-key-secret")
                .set("voice.sink.file.enabled", "true")
                .set("voice.retry.schedule", "300ms,300ms,300ms")
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
        media.close();
        events.close();
    }

    @Test
    void withoutS3TheAudioGoesToTheLocalArchive() throws Exception {
        String recording = Twilio.recordingSid();

        Path file = archived(recording);

        assertThat(Files.readAllBytes(file)).isEqualTo(AUDIO);
        assertThat(media.requests())
                .contains("/2010-04-01/Accounts/" + Twilio.ACCOUNT + "/Recordings/" + recording
                        + ".wav with credentials");
        assertThat(dir.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void aDeliveryThatIsRepeatedArchivesAgainAndPublishesThatOnce() throws Exception {
        String recording = Twilio.recordingSid();
        archived(recording);

        repeat(recording);

        await().untilAsserted(() -> assertThat(requestsFor(recording)).hasSize(2));
        await().untilAsserted(
                        () -> assertThat(application.depth("voice.sink.file")).isZero());
        await().untilAsserted(
                        () -> assertThat(application.depth("voice.events")).isZero());
        await().untilAsserted(
                        () -> assertThat(application.depth("voice.sink.http")).isZero());
        assertThat(eventsOf(recording, "recording.archived")).hasSize(1);
    }

    /** Where the audio of a recording is, once it is in the archive. */
    private Path archived(String recording) throws Exception {
        media.holds(recording, AUDIO);
        Path file = completed(recording);
        awaitArchived(recording);
        return file;
    }

    /** As after a crash between the event recording.archived and the end of the delivery. */
    private void repeat(String recording) throws Exception {
        try (JMSContext session =
                Journal.of(application.context()).connectionFactory().createContext()) {
            session.createProducer()
                    .setProperty("type", "recording.completed")
                    .send(
                            session.createQueue("voice.sink.file"),
                            eventsOf(recording, "recording.completed").get(0));
        }
    }

    /** Twilio's may be deleted by then. */
    @Test
    void aDeliveryThatIsRepeatedAndCannotWriteLeavesTheCopyThatIsThere() throws Exception {
        String recording = Twilio.recordingSid();
        Path file = archived(recording);
        Path obstacle = Files.createDirectory(file.resolveSibling(".writing-" + file.getFileName()));
        Path full = Files.createFile(obstacle.resolve("so that it is not removed"));

        repeat(recording);

        await().untilAsserted(() -> assertThat(requestsFor(recording)).hasSizeGreaterThan(2));
        assertThat(Files.readAllBytes(file)).isEqualTo(AUDIO);
        Files.delete(full);
        Files.delete(obstacle);
        await().untilAsserted(
                        () -> assertThat(application.depth("voice.sink.file")).isZero());
    }

    private List<String> eventsOf(String recording, String type) {
        return events.about(recording).stream()
                .filter(post -> post.type().equals(type))
                .map(ReceivedPost::body)
                .toList();
    }

    @Test
    void aRedirectIsFollowedWithoutTheCredentials() throws Exception {
        String recording = Twilio.recordingSid();
        String stored = "stored-" + recording;
        media.answers(recording, exchange -> {
            exchange.getResponseHeaders().set("Location", media.url() + "/storage/" + stored);
            exchange.sendResponseHeaders(302, -1);
        });
        media.holds(stored, AUDIO);
        Path file = completed(recording);

        awaitArchived(recording);
        assertThat(Files.readAllBytes(file)).isEqualTo(AUDIO);
        assertThat(media.requests()).contains("/storage/" + stored);
    }

    @Test
    void aRecordingThatIsGoneIsADeadLetterAtOnce() {
        String recording = Twilio.recordingSid();
        media.answers(recording, exchange -> exchange.sendResponseHeaders(410, -1));
        Path file = completed(recording);

        await().untilAsserted(() -> assertThat(application.deadLetters())
                .contains("the recording is gone for good (410): Twilio deleted it"));
        assertThat(requestsFor(recording)).hasSize(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void aDualChannelRecordingKeepsBothChannels() throws Exception {
        String recording = Twilio.recordingSid();
        byte[] both = "RIFF both channels WAVE".getBytes(StandardCharsets.UTF_8);
        media.answers(
                recording,
                exchange -> RecordingServer.send(
                        exchange,
                        200,
                        "audio/x-wav",
                        "RequestedChannels=2".equals(exchange.getRequestURI().getQuery()) ? both : AUDIO));
        Path file = completed(recording, "RecordingChannels", "2");

        awaitArchived(recording);
        assertThat(Files.readAllBytes(file)).isEqualTo(both);
    }

    @Test
    void whereTwilioHasOneFileOnlyThatOneIsArchived() throws Exception {
        String recording = Twilio.recordingSid();
        media.answers(recording, exchange -> {
            if (exchange.getRequestURI().getQuery() != null) {
                exchange.sendResponseHeaders(400, -1);
            } else {
                RecordingServer.send(exchange, 200, "audio/x-wav", AUDIO);
            }
        });
        Path file = completed(recording, "RecordingChannels", "2");

        awaitArchived(recording);
        assertThat(Files.readAllBytes(file)).isEqualTo(AUDIO);
        assertThat(requestsFor(recording))
                .satisfiesExactly(
                        first -> assertThat(first).contains(".wav?RequestedChannels=2"),
                        second -> assertThat(second).endsWith(".wav with credentials"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "failed"})
    void aRecordingThatCameToNothingIsAnEventAndNothingIsFetched(String status) {
        String recording = Twilio.recordingSid();
        assertThat(application
                        .twilio()
                        .post("/voice/recording", Twilio.recording(call, recording, status))
                        .statusCode())
                .isEqualTo(204);

        await().untilAsserted(() -> assertThat(events.typesAbout(recording)).contains("recording." + status));
        await().untilAsserted(
                        () -> assertThat(application.depth("voice.sink.file")).isZero());
        assertThat(requestsFor(recording)).isEmpty();
        assertThat(application.deadLetters()).noneMatch(reason -> reason.contains(recording));
    }

    @Test
    void aConferenceRecordingIsFiledUnderItsConference() throws Exception {
        String recording = Twilio.recordingSid();
        String conference = Twilio.callSid().replace("CA", "CF");
        media.holds(recording, AUDIO);
        List<Entry<String, String>> form = new ArrayList<>(Twilio.with(
                Twilio.recording(call, recording, "completed"),
                "RecordingSource",
                "Conference",
                "ConferenceSid",
                conference));
        form.removeIf(parameter -> parameter.getKey().equals("CallSid"));
        assertThat(application.twilio().post("/voice/recording", form).statusCode())
                .isEqualTo(204);

        awaitArchived(recording);
        Path folder = dir.resolve("archive/" + Twilio.ACCOUNT + "/2026/11/23/" + conference);
        assertThat(folder.resolve(recording + ".wav")).hasBinaryContent(AUDIO);
        await().untilAsserted(() ->
                assertThat(folder).isDirectoryContaining(file -> file.toString().endsWith(".json")));
    }

    @Test
    void anErrorPageIsNoRecording() {
        String recording = Twilio.recordingSid();
        media.answers(
                recording,
                exchange -> RecordingServer.send(
                        exchange, 200, "text/html", "<h1>Sorry</h1>".getBytes(StandardCharsets.UTF_8)));
        Path file = completed(recording);

        await().untilAsserted(() ->
                assertThat(application.deadLetters()).contains("the media server sent \"text/html\" instead of audio"));
        assertThat(file).doesNotExist();
        assertThat(dir.resolve("spool")).isEmptyDirectory();
    }

    @Test
    void theRecordingUrlOfAWebhookChoosesNoHost() throws Exception {
        String recording = Twilio.recordingSid();
        media.holds(recording, AUDIO);
        try (RecordingServer attacker = RecordingServer.start("SK" + "1".repeat(32), "api-key-secret")) {
            application
                    .twilio()
                    .post(
                            "/voice/recording",
                            Twilio.with(
                                    Twilio.recording(call, recording, "completed"),
                                    "RecordingUrl",
                                    attacker.url() + "/2010-04-01/Accounts/" + Twilio.ACCOUNT + "/Recordings/"
                                            + recording));

            awaitArchived(recording);
            assertThat(attacker.requests()).isEmpty();
        }
    }

    private Path completed(String recording, String... more) {
        assertThat(application
                        .twilio()
                        .post("/voice/recording", Twilio.with(Twilio.recording(call, recording, "completed"), more))
                        .statusCode())
                .isEqualTo(204);
        return dir.resolve("archive/" + Twilio.ACCOUNT + "/2026/11/23/" + call + "/" + recording + ".wav");
    }

    private void awaitArchived(String recording) {
        await().untilAsserted(() -> assertThat(events.typesAbout(recording)).contains("recording.archived"));
    }

    private List<String> requestsFor(String recording) {
        return media.requests().stream()
                .filter(request -> request.contains(recording))
                .toList();
    }
}
