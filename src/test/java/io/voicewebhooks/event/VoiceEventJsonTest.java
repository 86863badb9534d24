package io.voicewebhooks.event;

import static io.voicewebhooks.event.EventScenario.recording;
import static io.voicewebhooks.event.EventScenario.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceEventJsonTest {

    @Test
    void itIsAValidCloudEvent() throws JsonProcessingException {
        JsonNode json = json(status().asStatus());

        assertThat(json.get("specversion").textValue()).isEqualTo("1.0");
        assertThat(json.get("id").textValue()).isNotEmpty();
        assertThat(json.get("source").textValue()).isEqualTo("/2010-04-01/Accounts/" + EventScenario.ACCOUNT);
        assertThat(json.get("type").textValue()).isEqualTo("io.voicewebhooks.call.completed");
        assertThat(json.get("subject").textValue()).isEqualTo("CA1");
        assertThat(Instant.parse(json.get("time").textValue())).isEqualTo("2016-01-08T17:18:38Z");
        assertThat(json.get("datacontenttype").textValue()).isEqualTo("application/json");
        assertThat(json.get("dataschema").textValue()).isEqualTo("urn:io.voicewebhooks:event:1");
        assertThat(json.get("data").isObject()).isTrue();
    }

    @Test
    void extensionsHaveNamesThatCloudEventsAllows() throws JsonProcessingException {
        assertThat(json(status().asStatus()).fieldNames())
                .toIterable()
                .contains("callsid", "accountsid", "sequence", "partitionkey")
                .allMatch(name -> name.matches("[a-z0-9]{1,20}"));
    }

    @Test
    void whatIsAbsentIsLeftOut() throws JsonProcessingException {
        assertThat(json(recording().without("CallSid").asRecording()).fieldNames())
                .toIterable()
                .doesNotContain("callsid", "sequence");
    }

    @Test
    void itIsOneLine() {
        assertThat(VoiceEventJson.write(status().with("CallerName", "a\r\nb").asStatus()))
                .doesNotContain("\n")
                .doesNotContain("\r");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        VoiceEvent event = recording()
                .with("CallerName", "Zoë \"<&>\" 😀 \u0001")
                .adding("tag", "a")
                .adding("tag", "b")
                .withQuery("context.mailbox", "main")
                .asRecording();

        assertThat(VoiceEventJson.read(VoiceEventJson.write(event))).isEqualTo(event);
    }

    @Test
    void whatALaterVersionAddsIsIgnored() throws JsonProcessingException {
        VoiceEvent event = status().asStatus();

        assertThat(VoiceEventJson.read(json(event).put("added", "later").toString()))
                .isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "null", "[]", "7", "{}", "{\"id\":\"1\"}"})
    void whatIsNoEventIsRefused(String text) {
        assertThatThrownBy(() -> VoiceEventJson.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("this message is no event of ours");
    }

    @Test
    void anEventOfSomebodyElseIsRefused() throws JsonProcessingException {
        String foreign =
                json(status().asStatus()).put("type", "com.example.order").toString();

        assertThatThrownBy(() -> VoiceEventJson.read(foreign)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ObjectNode json(VoiceEvent event) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(VoiceEventJson.write(event));
    }
}
