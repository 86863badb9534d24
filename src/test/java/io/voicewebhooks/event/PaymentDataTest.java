package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentDataTest {
    @ParameterizedTest
    @CsvSource({
        "ExpirationDate, 0522, xxxx",
        "ExpirationDate, 05, xx",
        "PaymentCardPostalCode, SW1A 1AA, xxxx xxx",
        "BankRoutingNumber, 121181976, xxxxxxxxx",
        "SecurityCode, 123, xxx",
        "PaymentCardNumber, xxxx-xxxxxx-x4001, xxxx-xxxxxx-x4001",
        "PaymentCardNumber, 4111111111111111, xxxxxxxxxxxx1111",
        "PaymentCardNumber, 41, 41",
        "BankAccountNumber, *******92, *******92",
        "BankAccountNumber, 508862392, xxxxxxx92",
        "Digits, 4111111111111111, xxxxxxxxxxxx1111",
        "Digits, 4111111111111112, 4111111111111112",
        "SpeechResult, it is 4111 1111 1111 1111 and then 123, it is xxxx xxxx xxxx 1111 and then 123",
        "SpeechResult, 4111-1111-1111-1111 123, xxxx-xxxx-xxxx-1111 123",
        "SpeechResult, 2 4111 1111 1111 1111, 2 xxxx xxxx xxxx 1111",
        "TranscriptionText, 378282246310005!, xxxxxxxxxxx0005!",
        "TranscriptionData, '{\"transcript\":\"4111 1111 1111 1111\"}', '{\"transcript\":\"xxxx xxxx xxxx 1111\"}'",
        "SpeechResult, 卡号4111111111111111谢谢, 卡号xxxxxxxxxxxx1111谢谢",
        "Digits, é4111111111111111é, éxxxxxxxxxxxx1111é",
        "Digits, x4111111111111111, x4111111111111111",
        "Digits, 4111111111111111x, 4111111111111111x",
        "From, 4111111111111111, 4111111111111111",
        "from, 4111111111111111, 4111111111111111",
        "context.to, 4111111111111111, 4111111111111111",
        "caller, 4111111111111111, 4111111111111111",
        "context.ExpirationDate, 0522, xxxx",
        "ReferTransferTarget, sip:+4111111111111111@a, sip:+4111111111111111@a",
        "CallSid, CA41111111111111114111111111111111, CA41111111111111114111111111111111",
        "Timestamp, 1764460800000, 1764460800000",
        "FriendlyName, '', ''"
    })
    void whatCallersPayWithIsMaskedAndNothingElse(String name, String sent, String masked) {
        assertThat(PaymentData.masked(Map.of(name, sent))).containsEntry(name, masked);
    }

    @Test
    void soItIsInJsonHoweverDeep() {
        Map<String, Object> request =
                new LinkedHashMap<>(Map.of("ExpirationDate", "0522", "CallToken", "secret", "a", 1));
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("results", List.of(Map.of("result", 4111111111111111L, "latency", 17.5), "4111111111111111"));
        sent.put("request", request);
        sent.put("none", null);

        assertThat(PaymentData.masked(sent))
                .containsEntry(
                        "results", List.of(Map.of("result", "xxxxxxxxxxxx1111", "latency", 17.5), "xxxxxxxxxxxx1111"))
                .containsEntry("request", Map.of("ExpirationDate", "xxxx", "a", 1))
                .containsEntry("none", null);
    }

    @Test
    void jsonInATextKeepsItsFormWhereNothingIsMasked() {
        String payload = "{ \"error_code\" : \"11200\" }";

        assertThat(PaymentData.masked(Map.of("Payload", payload))).containsEntry("Payload", payload);
        assertThat(PaymentData.masked(
                        Map.of("Payload", "{\"request\":{\"StirPassportToken\":\"secret\",\"a\":\"b\"}}")))
                .containsEntry("Payload", "{\"request\":{\"a\":\"b\"}}");
    }

    @Test
    void aTargetIsCutWhereItsQueryWouldTell() {
        assertThat(PaymentData.masked("/voice/callback?ExpirationDate=0522", Map.of("ExpirationDate", "0522")))
                .isEqualTo("/voice/callback");
        assertThat(PaymentData.masked("/voice/callback?From=1", Map.of("From", "1")))
                .isEqualTo("/voice/callback?From=1");
    }

    @ParameterizedTest
    @CsvSource({
        "/voice/pay?d=4111%201111%201111%201111&e=5, /voice/pay?d=xxxx%20xxxx%20xxxx%201111&e=5",
        "/voice/pay/4111+1111+1111+1111, /voice/pay/xxxx+xxxx+xxxx+1111",
        "?text=it%20is%204111-1111-1111-1111%21, ?text=it%20is%20xxxx-xxxx-xxxx-1111%21",
        "?json=%7B%22d%22%3A%224111111111111111%22%7D, ?json=%7B%22d%22%3A%22xxxxxxxxxxxx1111%22%7D",
        "?to=%2B4111111111111111, ?to=%2B4111111111111111",
        "?context.from=4111111111111111, ?context.from=4111111111111111",
        "4111 1111 1111 1111%2, xxxx xxxx xxxx 1111%2",
        "4222222222222%20, xxxxxxxxx2222%20"
    })
    void numbersInUrlsAreMaskedWhateverIsEscapedAroundThem(String sent, String masked) {
        assertThat(CardNumbers.masked(sent)).isEqualTo(masked);
    }
}
