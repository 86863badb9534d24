package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /voice/callback} over HTTP, and what a sink gets of it. */
class CallbacksTest extends CallbackScenario {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            conference.participant-join | StatusCallbackEvent=participant-join&ConferenceSid=CF1&SequenceNumber=1 | 204
            stream.started              | StreamEvent=stream-started&StreamSid=MZ1                               | 204
            siprec.error                | SiprecEvent=siprec-error&SiprecSid=SR1                                 | 204
            transcription.content       | TranscriptionEvent=transcription-content&TranscriptionSid=GT1&SequenceId=2 | 204
            transcription.completed     | TranscriptionStatus=completed&TranscriptionSid=TR1&RecordingSid=RE1    | 204
            machine-detection.human     | AnsweredBy=human&MachineDetectionDuration=2000                         | 204
            speech.partial              | UnstableSpeechResult=hel&SequenceNumber=1                              | 204
            pay.progress                | For=payment-processing&Attempt=1                                       | 204
            pay.action                  | Result=success&PaymentToken=tok                                        | 200
            refer.action                | ReferSipResponseCode=202                                               | 200
            refer.request               | ReferTransferTarget=sip:a@b                                            | 200
            dial.action                 | DialCallStatus=busy&DialCallSid=CA2                                    | 200
            queue.action                | QueueResult=leave&QueueSid=QU1                                         | 200
            queue.wait                  | QueuePosition=1&QueueSid=QU1                                           | 200
            queue.connect               | DequeingCallSid=CA2&QueueSid=QU1                                       | 200
            record.action               | RecordingUrl=https://a.example/RE1&RecordingSid=RE1                    | 200
            gather.action               | Digits=1                                                               | 200
            connect.action              | HandoffData=a                                                          | 200
            voice.fallback              | ErrorCode=11200&ErrorUrl=https://a.example                             | 200
            voice.request               | CallStatus=ringing&Direction=inbound                                   | 200
            voice.other                 | SomethingNew=1                                                         | 204
            call.completed              | CallbackSource=call-progress-events&CallStatus=completed               | 204
            recording.absent            | RecordingStatus=absent&RecordingSid=RE1                                | 204
            """)
    void eachKindIsStoredAndAnsweredAsTwilioWants(String type, String fields, int status) {
        HttpResponse<String> reply = twilio.post(PATH, fields(fields));

        assertThat(reply.statusCode()).isEqualTo(status);
        if (status == 200) {
            assertThat(reply.headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
            assertThat(reply.headers().firstValueAsLong("Content-Length"))
                    .hasValue(reply.body().length());
            assertThat(reply.body()).endsWith("<Response/>");
        } else {
            assertThat(reply.body()).isEmpty();
        }
        JsonNode event = events.await(call).json();
        assertThat(event.path("type").asText()).isEqualTo("io.voicewebhooks." + type);
        assertThat(event.path("callsid").asText()).isEqualTo(call);
        assertThat(event.path("accountsid").asText()).isEqualTo(Twilio.ACCOUNT);
        assertThat(event.at("/data/CallSid").asText()).isEqualTo(call);
    }

    @Test
    void aCallbackByGetIsTheSame() {
        assertThat(twilio.get(PATH, fields("StreamEvent=stream-stopped&StreamSid=MZ1"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(events.await(call).type()).isEqualTo("stream.stopped");
    }

    @Test
    void theContextOfTheUrlGoesIntoTheEvent() {
        twilio.post(
                PATH + "?context.mailbox=sales%20east",
                fields("TranscriptionStatus=failed&TranscriptionSid=TR" + call));

        assertThat(events.await(call).json().at("/data/context/mailbox").asText())
                .isEqualTo("sales east");
    }

    @ParameterizedTest
    @CsvSource({
        "/voice/status, conference.end, StatusCallbackEvent=conference-end&ConferenceSid=CF2",
        "/voice/status, recording.failed, RecordingStatus=failed&RecordingSid=RE1",
        "/voice/status, machine-detection.fax, AnsweredBy=fax&MachineDetectionDuration=1",
        "/voice/recording, transcription.started, TranscriptionEvent=transcription-started&TranscriptionSid=GT1",
        "/voice/recording, call.busy, CallbackSource=call-progress-events&CallStatus=busy",
        "/voice/recording, transcription.completed, TranscriptionStatus=completed&TranscriptionSid=TR2&RecordingSid=RE1"
    })
    void theOtherPathsTakeThemToo(String path, String type, String fields) {
        assertThat(twilio.post(path, fields(fields + "&x=" + call)).statusCode())
                .isEqualTo(204);
        assertThat(events.await(call).type()).isEqualTo(type);
    }

    /** A status of a carrier that leaves out what tells it; the path says what it is. */
    @Test
    void aStatusThatLacksItsSourceIsOneWhereStatusesArrive() {
        twilio.post("/voice/status", fields("CallStatus=completed&Direction=inbound&CallDuration=3"));

        assertThat(events.await(call).type()).isEqualTo("call.completed");
    }

    /** Of two requests, which differ in their last parameter. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | StatusCallbackEvent=participant-mute&ConferenceSid=CF&SequenceNumber=1 | Hold=true        | Hold=false
            2 | StatusCallbackEvent=participant-mute&ConferenceSid=CF                  | SequenceNumber=1 | SequenceNumber=2
            1 | TranscriptionEvent=transcription-content&TranscriptionSid=GT&SequenceId=5 | Stability=1   | Stability=2
            2 | TranscriptionEvent=transcription-content&TranscriptionSid=GT           | SequenceId=5     | SequenceId=4
            2 | TranscriptionSid=TR | TranscriptionStatus=failed | TranscriptionStatus=completed
            1 | StreamEvent=stream-error&StreamSid=MZ&Timestamp=2026-11-24T08:00:00Z   | StreamName=a     | StreamName=b
            2 | StreamEvent=stream-error&StreamSid=MZ | Timestamp=2026-11-24T08:00:00Z | Timestamp=2026-11-24T08:00:01Z
            2 | SiprecEvent=siprec-error&SiprecSid=SR | Timestamp=2026-11-24T08:00:00Z | Timestamp=2026-11-24T08:00:01Z
            2 | UnstableSpeechResult=yes                                               | SequenceNumber=0 | SequenceNumber=0
            2 | For=expiration-date                                                    | Attempt=1        | Attempt=2
            2 | For=expiration-date&Attempt=1                                          | ExpirationDate=0522 | ExpirationDate=0523
            1 | For=expiration-date                                                    | Attempt=1        | Attempt=1
            2 | DialCallStatus=completed                                               | DialCallSid=CA   | DialCallSid=CB
            1 | DialCallStatus=completed&DialCallSid=CA                                | DialCallDuration=1 | DialCallDuration=2
            2 | DialCallStatus=answered                                                | DialCallDuration=1 | DialCallDuration=2
            2 | Msg=Gather End                                                         | Digits=1         | Digits=1
            2 | token=a&signature=a                                                    | SomethingNew=1   | SomethingNew=2
            """)
    void twoAreOneEventIfTheirKeyIsTheSame(int count, String fields, String one, String other) {
        String own = call.substring(2);
        for (String last : List.of(one, other)) {
            twilio.post(PATH, fields((fields + "&" + last).replaceAll("Sid=(\\w\\w)", "Sid=$1" + own)));
        }
        twilio.post("/voice/status", Twilio.status(call, "completed"));

        await().untilAsserted(() -> assertThat(events.typesAbout(call)).contains("call.completed"));
        await().untilAsserted(() -> assertThat(
                        events.about(call).stream().map(ReceivedPost::id).distinct())
                .hasSize(count + 1));
    }

    @Test
    void aRequestOfACallFlowThatTwilioRepeatsIsOneEvent() {
        List<Entry<String, String>> form = fields("Digits=7");
        String signature = twilio.sign(PATH, form);
        for (String token : List.of("a", "a", "b")) {
            RawRequest.post(PATH, Twilio.encode(form))
                    .header("X-Twilio-Signature", signature)
                    .header("I-Twilio-Idempotency-Token", token)
                    .sendTo(application.url());
        }
        twilio.post("/voice/status", Twilio.status(call, "completed"));

        await().untilAsserted(() -> assertThat(
                        events.about(call).stream().map(ReceivedPost::id).distinct())
                .hasSize(3));
        assertThat(events.typesAbout(call)).containsOnlyOnce("call.completed");
    }

    @Test
    void whatIsNotSignedIsRefused() {
        assertThat(twilio.post(PATH, fields("Digits=1"), "AAAA").statusCode()).isEqualTo(403);
    }
}
