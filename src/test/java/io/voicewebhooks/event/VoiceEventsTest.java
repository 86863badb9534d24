package io.voicewebhooks.event;

import static io.voicewebhooks.event.EventScenario.ACCOUNT;
import static io.voicewebhooks.event.EventScenario.MAIN_ACCOUNT;
import static io.voicewebhooks.event.EventScenario.events;
import static io.voicewebhooks.event.EventScenario.incoming;
import static io.voicewebhooks.event.EventScenario.recording;
import static io.voicewebhooks.event.EventScenario.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicewebhooks.signature.BadWebhookException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceEventsTest {

    @Test
    void anIncomingCallIsAnEventOfItsCall() {
        VoiceEvent event = incoming().asIncoming();

        assertThat(event.type()).isEqualTo("io.voicewebhooks.call.incoming");
        assertThat(event.kind()).isEqualTo("call.incoming");
        assertThat(event.source()).isEqualTo("/2010-04-01/Accounts/" + ACCOUNT);
        assertThat(event.subject()).isEqualTo("CA1");
        assertThat(event.callsid()).isEqualTo("CA1");
        assertThat(event.accountsid()).isEqualTo(ACCOUNT);
        assertThat(event.partitionkey()).isEqualTo("CA1");
        assertThat(event.sequence()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "queued",
        "initiated",
        "ringing",
        "in-progress",
        "completed",
        "busy",
        "no-answer",
        "failed",
        "canceled",
        "added-later"
    })
    void aCallStatusIsAnEventOfItsName(String status) {
        VoiceEvent event = status().with("CallStatus", status).asStatus();

        assertThat(event.kind()).isEqualTo("call." + status);
        assertThat(event.subject()).isEqualTo("CA1");
        assertThat(event.sequence()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"in-progress", "completed", "absent", "failed"})
    void aRecordingStatusIsAnEventOfItsName(String status) {
        VoiceEvent event = recording().with("RecordingStatus", status).asRecording();

        assertThat(event.kind()).isEqualTo("recording." + status);
        assertThat(event.subject()).isEqualTo("RE1");
        assertThat(event.partitionkey()).isEqualTo("CA1");
    }

    @Test
    void aMissedCallIsAnEventOfItsCall() {
        VoiceEvent event = incoming().asMissed();

        assertThat(event.kind()).isEqualTo("call.missed");
        assertThat(event.subject()).isEqualTo("CA1");
    }

    @Test
    void aConferenceRecordingWithoutACallKeepsTheOrderOfItsConference() {
        VoiceEvent event =
                recording().without("CallSid").with("ConferenceSid", "CF1").asRecording();

        assertThat(event.callsid()).isNull();
        assertThat(event.partitionkey()).isEqualTo("CF1");
    }

    @Test
    void aRecordingOfNeitherCallNorConferenceIsItsOwnPartition() {
        assertThat(recording().without("CallSid").asRecording().partitionkey()).isEqualTo("RE1");
    }

    @Test
    void whatNamesNoAccountIsOfTheMainOne() {
        VoiceEvent event = incoming().without("AccountSid").asIncoming();

        assertThat(event.accountsid()).isEqualTo(MAIN_ACCOUNT);
        assertThat(event.source()).isEqualTo("/2010-04-01/Accounts/" + MAIN_ACCOUNT);
    }

    @Test
    void anIncomingCallNeedsItsCallSidOnly() {
        assertThatThrownBy(() -> incoming().without("CallSid").asIncoming())
                .isInstanceOf(BadWebhookException.class)
                .hasMessage("CallSid is missing");
        assertThat(incoming().without("CallStatus").asIncoming().id())
                .isEqualTo(incoming().asIncoming().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CallSid", "CallStatus"})
    void aCallStatusNeeds(String name) {
        assertThatThrownBy(() -> status().without(name).asStatus())
                .isInstanceOf(BadWebhookException.class)
                .hasMessage(name + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RecordingSid", "RecordingStatus"})
    void aRecordingStatusNeeds(String name) {
        assertThatThrownBy(() -> recording().without(name).asRecording())
                .isInstanceOf(BadWebhookException.class)
                .hasMessage(name + " is missing");
    }

    @Test
    void aMissedCallNeedsItsCall() {
        assertThatThrownBy(() -> incoming().without("CallSid").asMissed())
                .isInstanceOf(BadWebhookException.class)
                .hasMessage("CallSid is missing");
    }

    @Test
    void aBlankParameterIsMissing() {
        assertThatThrownBy(() -> status().with("CallSid", " ").asStatus()).hasMessage("CallSid is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Completed", "a b", "a.b", "a/b", "a\nb"})
    void whatIsNoStatusIsRefused(String status) {
        assertThatThrownBy(() -> status().with("CallStatus", status).asStatus())
                .isInstanceOf(BadWebhookException.class)
                .hasMessageStartingWith("CallStatus is no status");
    }

    @Test
    void theTimeOfACallStatusIsTwiliosTimestamp() {
        assertThat(status().asStatus().time()).isEqualTo("2016-01-08T17:18:38Z");
    }

    @Test
    void theTimeOfARecordingIsWhenItBegan() {
        assertThat(recording().asRecording().time()).isEqualTo("2023-07-03T21:45:28Z");
    }

    @Test
    void theTimeIsInUtc() {
        assertThat(recording()
                        .with("RecordingStartTime", "Mon, 02 Jan 2006 23:04:05 -0700")
                        .asRecording()
                        .time())
                .isEqualTo("2006-01-03T06:04:05Z");
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "yesterday",
        "2016-01-08T17:18:38Z",
        "'Thu, 08 Jan 2016 17:18:38 +0000'",
        // in UTC years without four digits
        "'Fri, 31 Dec 9999 23:59:59 -1800'",
        "'Sat, 1 Jan 0000 00:00:00 +1800'"
    })
    void aBadTimestampGivesTheTimeOfArrival(String timestamp) {
        assertThat(status().with("Timestamp", timestamp).asStatus().time()).isEqualTo("2026-11-24T12:34:56.789Z");
    }

    @Test
    void anIncomingCallHasTheTimeOfItsArrival() {
        assertThat(incoming().asIncoming().time()).isEqualTo("2026-11-24T12:34:56.789Z");
    }

    @Test
    void anArchivedRecordingIsItsParentAndWhereTheAudioIs() {
        VoiceEvent parent = recording().asRecording();
        ArchivedRecording archive = new ArchivedRecording("s3://b/k", "b", "k", 7, "cafe", "audio/x-wav", false);
        VoiceEvent event = events().archived(parent, archive);

        assertThat(event.kind()).isEqualTo("recording.archived");
        assertThat(event.time()).isEqualTo(parent.time());
        assertThat(event.subject()).isEqualTo("RE1");
        assertThat(event.data()).containsAllEntriesOf(parent.data()).containsEntry("archive", archive.asMap());
        assertThat(archive.asMap()).containsOnlyKeys("uri", "bucket", "key", "bytes", "sha256", "contentType");
    }

    @Test
    void aRepeatedCustomNameIsAnArray() {
        assertThat(status().adding("tag", "a").adding("tag", "b").asStatus().data())
                .containsEntry("tag", List.of("a", "b"));
    }
}
