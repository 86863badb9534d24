package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code event-router.camel.yaml}: which event goes to which queue. */
class EventRouterRouteTest extends RouteTest {
    private static final String JOURNAL = "voice.events";
    private static final Map<String, String> SWITCHES = Map.of(
            "s3", "voice.sink.s3.enabled",
            "email", "voice.sink.email.enabled",
            "twilio-delete", "voice.recording.delete-after-archive",
            "call-back", "voice.sink.call-back.enabled",
            "http", "voice.sink.http.enabled",
            "file", "voice.sink.file.enabled",
            "calls", "voice.sink.calls.enabled",
            "topic", "voice.sink.topic.enabled");

    private final List<Entry<String, String>> call = Twilio.call(Twilio.callSid());

    EventRouterRouteTest() {
        super(
                "event-router",
                "sink-s3",
                "sink-email",
                "sink-http",
                "sink-file",
                "sink-calls",
                "recording-delete",
                "call-back",
                "error-handling");
        SWITCHES.values().forEach(key -> set(key, "true"));
        set(SinkKeys.S3);
        set(SinkKeys.EMAIL);
        set(SinkKeys.HTTP);
        set("voice.calls.allowed", "+1555*");
    }

    /** An "x" is a copy of the event. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "", useHeadersInDisplayName = true, textBlock = """
            event                 | with                     | s3 | email | twilio-delete | back | http | file | calls | topic
            call.incoming         | Direction=inbound        | x  |       |               |      | x    | x    | x     | x
            call.ringing          | Direction=inbound        | x  |       |               |      | x    | x    | x     | x
            call.completed        | Direction=inbound        | x  |       |               |      | x    | x    | x     | x
            call.busy             | Direction=inbound        | x  |       |               |      | x    | x    | x     | x
            call.no-answer        | Direction=inbound        | x  | x     |               |      | x    | x    | x     | x
            call.no-answer        | Direction=outbound-dial  | x  |       |               |      | x    | x    | x     | x
            call.missed           | Direction=inbound        | x  | x     |               |      | x    | x    | x     | x
            call.added-by-twilio  | Direction=inbound        | x  |       |               |      | x    | x    | x     | x
            recording.in-progress | RecordingSource=RecordVerb | x |      |               |      | x    | x    | x     | x
            recording.completed   | RecordingSource=RecordVerb | x |      |               |      | x    | x    | x     | x
            recording.absent      | RecordingSource=RecordVerb | x |      |               | x    | x    | x    | x     | x
            recording.failed      | RecordingSource=RecordVerb | x | x    |               |      | x    | x    | x     | x
            recording.archived    | RecordingSource=RecordVerb | x | x    | x             |      | x    | x    | x     | x
            recording.archived    | RecordingSource=DialVerb   | x |      | x             |      | x    | x    | x     | x
            transcription.completed | TranscriptionSid=TR1   | x  | x     |               |      | x    | x    | x     | x
            transcription.failed  | TranscriptionSid=TR1     | x  |       |               |      | x    | x    | x     | x
            transcription.content | TranscriptionSid=GT1     | x  |       |               |      | x    | x    | x     | x
            """)
    void whoGetsWhat(
            String kind,
            String with,
            String s3,
            String email,
            String delete,
            String back,
            String http,
            String file,
            String calls,
            String topic)
            throws Exception {
        String[] parameter = with.split("=");
        delivers(JOURNAL, event(kind, Twilio.with(call, parameter[0], parameter[1])));

        Set<String> expected = new TreeSet<>();
        add(expected, s3, "jms:queue:voice.sink.s3");
        add(expected, email, "jms:queue:voice.sink.email");
        add(expected, delete, "jms:queue:voice.sink.twilio-delete");
        add(expected, back, "jms:queue:voice.sink.call-back");
        add(expected, http, "jms:queue:voice.sink.http");
        add(expected, file, "jms:queue:voice.sink.file");
        add(expected, calls, "jms:queue:voice.sink.calls");
        add(expected, topic, "jms:topic:voice.feed");
        assertThat(reached()).isEqualTo(expected);
    }

    private static void add(Set<String> expected, String mark, String endpoint) {
        if (mark != null) {
            expected.add(endpoint);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "email", "twilio-delete", "http", "file", "calls", "topic"})
    void aSinkThatIsOffGetsNothingAndTheOthersTheirCopy(String off) throws Exception {
        set(SWITCHES.get(off), "false");

        delivers(JOURNAL, event("recording.archived", Twilio.with(call, "RecordingSource", "RecordVerb")));

        assertThat(reached())
                // nobody is called back after a message
                .hasSize(SWITCHES.size() - 2)
                .doesNotContain("jms:queue:voice.sink." + off)
                .noneMatch(endpoint -> off.equals("topic") && endpoint.startsWith("jms:topic:"));
    }

    @Test
    void whoLeftNoMessageIsNotCalledBackWhereThatIsOff() throws Exception {
        set(SWITCHES.get("call-back"), "false");

        delivers(JOURNAL, event("recording.absent", call));

        assertThat(reached()).hasSize(5).doesNotContain("jms:queue:voice.sink.call-back");
    }

    @Test
    void eachCopyIsTheEventWithNoPropertyButItsOwn() throws Exception {
        String event = event("call.completed", call);
        delivers(JOURNAL, event, Map.of("type", "call.missed", "CamelFileName", "../evil"));

        Message copy = mock("jms:queue:voice.sink.http").getExchanges().get(0).getMessage();
        assertThat(copy.getBody()).isEqualTo(event);
        assertThat(copy.getHeaders())
                .containsOnlyKeys("type", "eventId", "callSid", "JMSCorrelationID", "JMSXGroupID")
                .containsEntry("type", "call.completed");
    }

    @ParameterizedTest
    @CsvSource({"true, s3", "false, "})
    void theLocalArchiveIsToldWhetherS3GetsTheAudio(String s3, String audioSink) throws Exception {
        set("voice.sink.s3.enabled", s3);

        delivers(JOURNAL, event("recording.completed", call));

        assertThat(header("jms:queue:voice.sink.file", "audioSink")).isEqualTo(audioSink);
        assertThat(header("jms:queue:voice.sink.http", "audioSink")).isNull();
        assertThat(header("jms:topic:voice.feed", "audioSink")).isNull();
    }

    private Object header(String endpoint, String name) throws Exception {
        return mock(endpoint).getExchanges().get(0).getMessage().getHeader(name);
    }

    /** The transaction of the queue is rolled back, and the event comes again. */
    @Test
    void aRuleThatThrowsFailsTheWholeDeliveryAndMakesNoDeadLetter() throws Exception {
        advise("event-router", route -> route.weaveById("to-http")
                .before()
                .throwException(new IllegalStateException("a faulty rule")));

        Exchange delivery = delivers(JOURNAL, event("call.completed", call));

        assertThat(delivery.getException()).hasMessage("a faulty rule");
        assertThat(reached()).doesNotContain("jms:queue:voice.dead-letter");
    }
}
