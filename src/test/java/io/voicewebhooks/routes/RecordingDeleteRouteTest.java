package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Variable;
import org.junit.jupiter.api.Test;

/** {@code recording-delete}: Twilio is asked to delete a recording, if at all. */
class RecordingDeleteRouteTest extends RouteTest {
    private static final String QUEUE = "voice.sink.twilio-delete";

    private final String recording = Twilio.recordingSid();
    private final String archived =
            event("recording.archived", Twilio.recording(Twilio.callSid(), recording, "completed"));
    private final Deletions deletions = new Deletions();

    RecordingDeleteRouteTest() {
        super("recording-delete", "error-handling");
        set("voice.recording.delete-after-archive", "true");
    }

    @Test
    void theRecordingOfTheEventIsDeleted() throws Exception {
        bind("deleteRecording", deletions);

        delivers(QUEUE, archived);

        assertThat(deletions.recordings).containsExactly(recording);
        assertThat(reached()).isEmpty();
    }

    @Test
    void ifTwilioRefusesItIsTriedAgain() throws Exception {
        bind("deleteRecording", deletions);
        deletions.refusal = new IOException("Twilio answered 500");

        delivers(QUEUE, archived);

        assertThat(reached()).containsExactly("jms:queue:" + QUEUE);
    }

    @Test
    void nothingIsDeletedUnlessItIsAskedFor() throws Exception {
        set("voice.recording.delete-after-archive", "false");
        start();

        assertThat(context.getRoute("recording-delete")).isNull();
    }

    /** In the place of the bean that asks Twilio. */
    public static final class Deletions {
        private final List<String> recordings = new ArrayList<>();
        private IOException refusal;

        public void delete(@Variable("event") VoiceEvent event) throws IOException {
            recordings.add(event.text("RecordingSid"));
            if (refusal != null) {
                throw refusal;
            }
        }
    }
}
