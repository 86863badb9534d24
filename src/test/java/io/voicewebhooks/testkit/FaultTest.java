package io.voicewebhooks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.RecordingKey;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.simulator.Audio;
import io.voicewebhooks.testkit.simulator.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The application under every trouble that the simulator knows: each event arrives once, each recording whole. */
class FaultTest {
    private static final String OFFICE = "+15550009999";
    private static final Audio MESSAGE = Audio.tone(Duration.ofSeconds(3));
    private static final RecordingKey KEY = RecordingKey.usual();

    @RegisterExtension
    static final TwilioPhone phone = TwilioPhone.withRoutes(routes())
            .set("call.hours", "mon-sun 00:00-24:00")
            .set("call.forward.to", OFFICE)
            .set("voice.recording.private-key", keyFile());

    /** The shipped routes; wherever a template names an action, it asks for another try after a lost connection. */
    private static String routes() {
        try {
            RouteFolder routes = RouteFolder.copiedTo(Files.createTempDirectory("trouble"));
            try (Stream<Path> templates = Files.list(Path.of(routes.path("twiml")))) {
                for (Path template : templates.toList()) {
                    String twiml = Files.readString(template);
                    Files.writeString(
                            template, twiml.replaceAll("action=\"([^\"#]+)\"", "action=\"$1#rc=1&amp;rp=ct,rt\""));
                }
            }
            return routes.path("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String keyFile() {
        try {
            Path file = KEY.pem(Path.of("target", "trouble-test"));
            file.toFile().deleteOnExit();
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rings the office in vain and leaves a message. */
    private PhoneCall voicemail() {
        phone.callee(OFFICE).doesNotAnswer();
        return phone.from("+15551230001")
                .calls("+15558675310")
                .records(MESSAGE)
                .presses("#")
                .hasEnded();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RECORDING_ABSENT", "RECORDING_FAILED", "RECORDING_ENCRYPTED"})
    void everyEventArrivesOnceAndTheRecordingWhole(Fault trouble) {
        phone.simulator().trouble(trouble);

        PhoneCall call = voicemail();

        assertThat(call.events())
                .extracting(Event::type)
                .containsExactlyInAnyOrder(
                        "call.incoming",
                        "call.initiated",
                        "call.ringing",
                        "call.no-answer",
                        "call.missed",
                        "call.completed",
                        "recording.completed",
                        "recording.archived");
        assertThat(call.recordings())
                .singleElement()
                .extracting(SavedRecording::audio)
                .isEqualTo(MESSAGE.bytes());
        assertThat(phone.application().deadLetters()).isEmpty();
        assertThat(call.transcript()).matches("(?s).*" + traceOf(trouble) + ".*");
    }

    /** What the transcript shows of a trouble. */
    private static String traceOf(Fault trouble) {
        return switch (trouble) {
            case CALLBACKS_TWICE -> "\\(completed\\), once more -> 204 ";
            case CALLBACKS_REVERSED -> "the call is over.*\\(no-answer\\).*\\(ringing\\).*\\(initiated\\)";
            case CALLBACKS_LATE -> "the call is over.*\\(initiated\\).*\\(ringing\\).*\\(no-answer\\)";
            case CALLBACKS_FORGED -> "\\(completed\\), signed with another token -> 403 ";
            case CALLBACKS_GET -> "GET /voice/status \\(completed\\) -> 204 ";
            case CONNECTION_DROPPED -> "POST /voice/incoming -> 200 [^\n]*\\(2 tries\\)";
            default -> "the call is over";
        };
    }

    @Test
    void anEncryptedRecordingIsArchivedInClearText() {
        phone.simulator().encryptFor(KEY.privateKey());

        assertThat(voicemail().recordings())
                .singleElement()
                .extracting(SavedRecording::audio)
                .isEqualTo(MESSAGE.bytes());
    }

    @Test
    void aRecordingThatFailedOrIsAbsentIsAnEventAndNothingIsArchived() {
        phone.simulator().trouble(Fault.RECORDING_FAILED);
        assertThat(recordingEvents(voicemail())).containsExactly("recording.failed");

        phone.simulator().forget();
        phone.simulator().trouble(Fault.RECORDING_ABSENT);
        assertThat(recordingEvents(voicemail())).containsExactly("recording.absent");
    }

    private static List<String> recordingEvents(PhoneCall call) {
        return call.events().stream()
                .map(Event::type)
                .filter(type -> type.startsWith("recording."))
                .toList();
    }
}
