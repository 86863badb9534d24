package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /voice/callback} over HTTP, and what a sink gets of it. */
class CallbacksTest {
    private static final String PATH = "/voice/callback";

    @TempDir
    static Path dir;

    private static HttpReceiver events;
    private static Application application;
    private static Twilio twilio;

    private final String call = Twilio.callSid();

    @BeforeAll
    static void start() {
        events = HttpReceiver.start();
        application = Application.with(dir)
                .set(events.settings())
                .set("voice.sink.calls.enabled", "true")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        twilio = application.twilio();
    }

    @AfterAll
    static void stop() {
        application.close();
        events.close();
    }

    private List<Entry<String, String>> form(String... namesAndValues) {
        return Twilio.with(
                List.of(Map.entry("AccountSid", Twilio.ACCOUNT), Map.entry("CallSid", call)), namesAndValues);
    }

    private List<Entry<String, String>> fields(String fields) {
        return form(fields.split("[=&]"));
    }

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
    void whatACallerPaysWithIsStoredNowhere() throws Exception {
        twilio.post(
                PATH,
                form(
                        "For", "payment-processing",
                        "ExpirationDate", "0522",
                        "PaymentCardPostalCode", "94109",
                        "BankRoutingNumber", "121181976",
                        "PaymentCardNumber", "xxxx-xxxxxx-x4001"));
        String other = Twilio.callSid();
        twilio.get(
                PATH,
                List.of(
                        Map.entry("AccountSid", Twilio.ACCOUNT),
                        Map.entry("CallSid", other),
                        Map.entry("Digits", "4111111111111111")));

        String ended = Twilio.callSid();
        twilio.post(
                "/voice/status",
                Twilio.with(
                        Twilio.status(ended, "completed"), "ExpirationDate", "0522", "Digits", "4111 1111 1111 1111"));
        JsonNode status = events.await(ended).json().path("data");
        assertThat(status.path("ExpirationDate").asText()).isEqualTo("xxxx");
        assertThat(status.path("Digits").asText()).isEqualTo("xxxx xxxx xxxx 1111");
        assertThat(status.path("From").asText()).isEqualTo("+15551230001");

        JsonNode data = events.await(call).json().path("data");
        assertThat(data.path("ExpirationDate").asText()).isEqualTo("xxxx");
        assertThat(data.path("PaymentCardPostalCode").asText()).isEqualTo("xxxxx");
        assertThat(data.path("BankRoutingNumber").asText()).isEqualTo("xxxxxxxxx");
        assertThat(data.path("PaymentCardNumber").asText()).isEqualTo("xxxx-xxxxxx-x4001");
        assertThat(events.await(other).json().at("/data/Digits").asText()).isEqualTo("xxxxxxxxxxxx1111");
        for (String sid : List.of(call, other)) {
            Operator operator = Operator.of(application);
            await().untilAsserted(() -> assertThat(
                            operator.get("/operations/calls/" + sid).body())
                    .containsPattern("\"route\" ?: ?\"callback\"")
                    .contains("delivered"));
            assertThat(operator.get("/operations/calls/" + sid).body())
                    // an id may have any four digits
                    .doesNotContain("\"0522\"", "=0522", "94109", "121181976", "4111111111111111");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            intelligence.transcript-available|GT1|{"transcript_sid":"GT1","event_type":"voice_intelligence_transcript_available"}
            intelligence.operator-results|conv_1|{"conversationId":"conv_1","intelligenceConfiguration":{},"operatorResults":[]}
            debugger.warning | NO1 | {"Sid":"NO1","Level":"WARNING","PayloadType":"application/json","Payload":{"error_code":"1"}}
            voice.other      | ACCOUNT | {"a":{"b":["KEY"]}}
            voice.other      | ACCOUNT | ["KEY"]
            voice.other      | ACCOUNT | "KEY"
            """)
    void jsonIsStoredToo(String type, String subject, String body) throws Exception {
        String key = UUID.randomUUID().toString();
        String json = body.replace("KEY", key)
                .replace("\"GT1", "\"GT" + key)
                .replace("conv_1", "conv_" + key)
                .replace("\"NO1", "\"NO" + key);

        assertThat(send(json, target(json)).status()).isEqualTo(204);

        JsonNode event = events.await(key).json();
        assertThat(event.path("type").asText()).isEqualTo("io.voicewebhooks." + type);
        assertThat(event.path("subject").asText())
                .isEqualTo(subject.equals("ACCOUNT") ? Twilio.ACCOUNT : subject.replace("1", key));
        assertThat(event.path("accountsid").asText()).isEqualTo(Twilio.ACCOUNT);
        assertThat(event.path("data").toString()).contains(key).doesNotContain("bodySHA256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "null", "", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"CallSid\":1,\"From\":[null]}"})
    void jsonThatNobodyExpectsIsKeptAsItIs(String json) throws Exception {
        String own = PATH + "?own=" + call + "&" + target(json).replaceAll("^.*\\?", "");

        assertThat(send(json, own).status()).isEqualTo(204);
        assertThat(events.await(call).type()).isEqualTo("voice.other");
    }

    @Test
    void deepJsonIsReadByWhoeverReadsTheEvent() throws Exception {
        String json = "{\"key\":\"" + call + "\",\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        assertThat(send(json, target(json)).status()).isEqualTo(204);
        assertThat(events.await(call).json().at("/data/body").asText()).isEqualTo(json);
    }

    @Test
    void jsonThatWasNotSignedIsRefused() throws Exception {
        String json = "{\"event_type\":\"voice_intelligence_transcript_available\"}";
        String target = target(json);

        assertThat(send(json + " ", target).status()).isEqualTo(403);
        assertThat(RawRequest.of("POST", target, json)
                        .header("Content-Type", "application/json")
                        .header("X-Twilio-Signature", twilio.sign(PATH, List.of()))
                        .sendTo(application.url())
                        .status())
                .isEqualTo(403);
        HttpResponse<String> withoutHash = twilio.send(twilio.request(PATH)
                .header("Content-Type", "application/json")
                .header("X-Twilio-Signature", twilio.sign(PATH, List.of()))
                .POST(BodyPublishers.ofString(json))
                .build());
        assertThat(withoutHash.statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</td><script>alert(1)</script>",
                "${bean:context?method=stop}",
                "{{secret}}",
                "a\r\nSet-Cookie: x",
                "\u0000\ud800",
                "../../../etc/passwd"
            })
    void hostileValuesAreText(String value) {
        List<Entry<String, String>> form = form(
                "StatusCallbackEvent", value,
                "ConferenceSid", value,
                "SequenceNumber", value,
                "Timestamp", value,
                "FriendlyName", value,
                "ParticipantLabel", value);

        assertThat(twilio.post(PATH, form).statusCode()).isEqualTo(204);

        JsonNode event = events.await(call).json();
        assertThat(event.path("type").asText()).isEqualTo("io.voicewebhooks.conference.other");
        assertThat(event.path("subject").asText()).isEqualTo(call);
        assertThat(event.has("sequence")).isFalse();
        assertThat(event.at("/data/FriendlyName").asText()).isEqualTo(value.replace("\ud800", "?"));
    }

    @Test
    void whatIsNotSignedIsRefused() {
        assertThat(twilio.post(PATH, fields("Digits=1"), "AAAA").statusCode()).isEqualTo(403);
    }

    private static String target(String body) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
        return PATH + "?bodySHA256=" + HexFormat.of().formatHex(hash);
    }

    private static RawRequest.Reply send(String body, String target) {
        return RawRequest.of("POST", target, body)
                .header("Content-Type", "application/json")
                .header("X-Twilio-Signature", twilio.sign(target, List.of()))
                .sendTo(application.url());
    }
}
