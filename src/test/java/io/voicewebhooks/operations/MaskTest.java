package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+15551230001 | …0001",
                "sip:15551230001@example.com | sip:…0001@example.com",
                "client:user15551230001 | client:user…0001",
                "(555) 123-4567 | (…4567",
                "555.123.4567, 5551234 | …4567, …1234",
                "<Number>+15550009001</Number> | <Number>…9001</Number>",
                "/voice/status?From=%2B15551230001&x=1 | /voice/status?From=%2B…0001&x=1",
                "555123 | 555123",
                "CA01234567890123456789012345678901 | CA01234567890123456789012345678901",
                "0123456789abcdef0123456789012345 | 0123456789abcdef0123456789012345",
                "2026-11-30T13:15:18.913Z | 2026-11-30T13:15:18.913Z",
                "Mon, 30 Nov 2026 13:15:18 +0000 | Mon, 30 Nov 2026 13:15:18 +0000"
            })
    void aNumberKeepsItsLastFourDigits(String text, String masked) {
        assertThat(Mask.text(text)).isEqualTo(masked);
    }

    @Test
    void whatACallerWasHeardToSayIsHidden() {
        ObjectNode parameters = JsonNodeFactory.instance
                .objectNode()
                .put("SpeechResult", "my name is Ada")
                .put("UnstableSpeechResult", "my name")
                .put("Digits", "1");

        assertThat(Mask.tree(parameters).toString())
                .isEqualTo("{\"SpeechResult\":\"…\",\"UnstableSpeechResult\":\"…\",\"Digits\":\"1\"}");
    }
}
