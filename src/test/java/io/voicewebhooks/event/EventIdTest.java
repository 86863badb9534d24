package io.voicewebhooks.event;

import static io.voicewebhooks.event.EventScenario.incoming;
import static io.voicewebhooks.event.EventScenario.recording;
import static io.voicewebhooks.event.EventScenario.status;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

    @Test
    void anIdIsHalfASha256() {
        assertThat(status().asStatus().id()).matches("[0-9a-f]{32}");
    }

    @Test
    void aRetryHasTheSameId() {
        assertThat(id(status())).isEqualTo(id(status()));
    }

    @Test
    void theOrderOfFieldsDoesNotMatter() {
        assertThat(id(status().with("From", "+15558675310"))).isEqualTo(id(status()));
    }

    @Test
    void theOrderOfARepeatedFieldDoesNotMatterBecauseItIsNotSigned() {
        assertThat(id(status().adding("tag", "a").adding("tag", "b")))
                .isEqualTo(id(status().adding("tag", "b").adding("tag", "a")));
    }

    @Test
    void anotherStatusHasAnotherId() {
        assertThat(id(status().with("CallStatus", "busy"))).isNotEqualTo(id(status()));
    }

    @Test
    void anotherSequenceNumberHasAnotherId() {
        assertThat(id(status().with("SequenceNumber", "3"))).isNotEqualTo(id(status()));
    }

    @Test
    void anotherContextHasAnotherId() {
        assertThat(id(status().withQuery("context.mailbox", "a")))
                .isNotEqualTo(id(status().withQuery("context.mailbox", "b")));
    }

    @Test
    void aRepeatedNameHasAnotherIdThanATextThatLooksLikeIt() {
        assertThat(id(status().adding("tag", "a").adding("tag", "b"))).isNotEqualTo(id(status().with("tag", "[a, b]")));
    }

    @Test
    void aReplayThatMovesTheBorderBetweenNameAndValueHasTheSameIdAsItsSignature() {
        assertThat(id(status().with("ToZip1", "23"))).isEqualTo(id(status().with("ToZip", "123")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?context.from=%2B1%27&context.mailbox=a", "&context.mailbox=a", "=a"})
    void aReplayThatMovesTheEndOfTheQueryIntoTheFormHasTheSameIdAsItsSignature(String end) {
        EventScenario signed = status().withQuery("context.from", "+1'").withQuery("context.mailbox", "a");
        EventScenario moved = status().withQuery("context.from", "+1'").withQuery("context.mailbox", "a");

        assertThat(id(moved.movingFromQuery(end))).isEqualTo(id(signed));
    }

    @Test
    void theSameParametersOfAnotherKindOfWebhookHaveAnotherId() {
        assertThat(incoming().asMissed().id())
                .isNotEqualTo(incoming().asIncoming().id())
                .isNotEqualTo(incoming().asStatus().id());
    }

    @Test
    void anIncomingCallHasTheIdOfItsCallAlone() {
        assertThat(incoming().with("From", "+1900").asIncoming().id())
                .isEqualTo(incoming().asIncoming().id());
        assertThat(incoming().with("CallSid", "CA2").asIncoming().id())
                .isNotEqualTo(incoming().asIncoming().id());
    }

    @Test
    void anArchivedRecordingHasTheIdOfItsParentAlone() {
        VoiceEvent parent = recording().asRecording();
        VoiceEvent other = recording().with("RecordingSid", "RE2").asRecording();

        assertThat(archived(parent, "s3://one")).isEqualTo(archived(parent, "s3://two"));
        assertThat(archived(parent, "s3://one")).isNotEqualTo(archived(other, "s3://one"));
        assertThat(archived(parent, "s3://one")).isNotEqualTo(parent.id());
    }

    private static String id(EventScenario scenario) {
        return scenario.asStatus().id();
    }

    private static String archived(VoiceEvent parent, String uri) {
        ArchivedRecording archive = new ArchivedRecording(uri, "b", "k", 7, "cafe", "audio/x-wav", false);
        return EventScenario.events().archived(parent, archive).id();
    }
}
