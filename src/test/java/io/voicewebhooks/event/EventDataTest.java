package io.voicewebhooks.event;

import static io.voicewebhooks.event.EventScenario.incoming;
import static io.voicewebhooks.event.EventScenario.recording;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDataTest {

    @Test
    void dataIsWhatWasSentInItsOrder() {
        assertThat(incoming().with("CallerName", " <b>Zoë</b> ").asIncoming().data())
                .containsExactly(
                        Map.entry("AccountSid", EventScenario.ACCOUNT),
                        Map.entry("CallSid", "CA1"),
                        Map.entry("CallStatus", "ringing"),
                        Map.entry("From", "+15558675310"),
                        Map.entry("To", "+15558675311"),
                        Map.entry("CallerName", " <b>Zoë</b> "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CallToken", "StirPassportToken"})
    void aCredentialIsLeftOut(String name) {
        assertThat(incoming().with(name, "s3cret").asIncoming().data()).doesNotContainKey(name);
    }

    @Test
    void contextOfTheUrlIsInItsOwnPlace() {
        VoiceEvent event = recording()
                .withQuery("context.mailbox", "main")
                .withQuery("tenant", "7")
                .asRecording();

        assertThat(event.data())
                .containsEntry("context", Map.of("mailbox", "main"))
                .containsEntry("tenant", "7")
                .doesNotContainKey("context.mailbox");
        assertThat(event.nested("context", "mailbox")).isEqualTo("main");
    }

    @Test
    void withoutContextThereIsNone() {
        assertThat(recording().asRecording().data()).doesNotContainKey("context");
    }

    @Test
    void aFormFieldIsNeverContext() {
        assertThat(recording().with("context.mailbox", "boss").asRecording().data())
                .doesNotContainKey("context")
                .containsEntry("context.mailbox", "boss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"context", "archive"})
    void aParameterCannotPoseAsWhatTheApplicationAdds(String name) {
        assertThat(recording()
                        .with(name, "forged")
                        .withQuery(name, "forged")
                        .asRecording()
                        .data())
                .doesNotContainKey(name);
    }

    @Test
    void aMissingTextIsEmpty() {
        VoiceEvent event = recording().asRecording();

        assertThat(event.text("CallerName")).isEmpty();
        assertThat(event.nested("context", "mailbox")).isEmpty();
    }
}
