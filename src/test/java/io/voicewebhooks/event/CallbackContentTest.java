package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callbacks hold that is not as usual: JSON, what a caller pays with, hostile values. */
class CallbackContentTest extends CallbackScenario {
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
