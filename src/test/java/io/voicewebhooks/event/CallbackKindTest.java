package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackKindTest {
    private static final String CALL = "AccountSid=AC1&ApiVersion=2010-04-01&CallSid=CA1&From=%2B1555&To=%2B1556"
            + "&Direction=inbound&CallStatus=in-progress";

    @ParameterizedTest
    @CsvFileSource(resources = "/callbacks.csv", delimiter = '|', quoteCharacter = '`')
    void eachKindIsToldByItsParameters(String type, String parameters) {
        Map<String, Object> sent = sent(parameters.replace("CALL&", CALL + "&").replaceFirst("^CALL$", CALL));

        assertThat(CallbackKind.of(sent).type(sent)).isEqualTo(type);
    }

    private static Map<String, Object> sent(String form) {
        Map<String, Object> sent = new LinkedHashMap<>();
        for (String field : form.split("&")) {
            String[] sides = field.split("=", 2);
            sent.put(sides[0], sides[1]);
        }
        return sent;
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/json-callbacks.csv", delimiter = '|', quoteCharacter = '`')
    void soIsJson(String type, String json) throws IOException {
        Map<String, Object> sent = CallbackEvents.sent(EventScenario.incoming().parameters(), json);
        sent.keySet().removeAll(EventScenario.incoming().parameters().keySet());

        assertThat(CallbackKind.of(sent).type(sent)).isEqualTo(type);
    }

    /** What was captured, by its kind in the file of samples. */
    static Stream<Arguments> captured() throws IOException {
        Map<String, String> types = Map.ofEntries(
                Map.entry("incoming-call", "voice.request"),
                Map.entry("incoming-call-sdk-client", "voice.request"),
                Map.entry("incoming-call-minimal", "voice.request"),
                Map.entry("gather-action", "gather.action"),
                Map.entry("gather-action-speech", "gather.action"),
                Map.entry("record-action", "record.action"),
                Map.entry("dial-action", "dial.action"),
                Map.entry("call-status", "call.{CallStatus}"),
                Map.entry("call-status-sdk-client", "call.{CallStatus}"),
                Map.entry("recording-status", "recording.{RecordingStatus}"),
                Map.entry("recording-status-absent", "recording.{RecordingStatus}"),
                Map.entry("transcription", "transcription.{TranscriptionStatus}"),
                Map.entry("fallback", "voice.fallback"),
                Map.entry("conference-status", "conference.{StatusCallbackEvent}"),
                Map.entry("sip-domain", "voice.request"),
                Map.entry("incoming-call-sip-domain", "voice.request"),
                Map.entry("debugger-event", "debugger.{Level}"));
        JsonNode samples =
                new ObjectMapper().readTree(CallbackKindTest.class.getResourceAsStream("/sample-payloads.json"));
        return StreamSupport.stream(samples.spliterator(), false)
                .filter(sample -> !sample.path("params").isEmpty())
                .map(sample -> Arguments.of(types.get(sample.path("kind").asText()), sample));
    }

    @ParameterizedTest
    @MethodSource("captured")
    void whatWasCapturedIsOfItsKind(String type, JsonNode sample) {
        Map<String, Object> sent = new LinkedHashMap<>();
        sample.path("params")
                .forEach(pair -> sent.put(pair.get(0).asText(), pair.get(1).asText()));

        assertThat(CallbackKind.of(sent).type())
                .as(sample.path("kind").asText())
                .isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc",
                "a\nb",
                "",
                " ",
                "a.b",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "é"
            })
    void aValueThatIsNoNameMakesNoType(String value) {
        Map<String, Object> sent = Map.of("ConferenceSid", "CF1", "StatusCallbackEvent", value);

        assertThat(CallbackKind.of(sent).type(sent)).isEqualTo("conference.other");
    }

    @Test
    void theManualListsEveryKind() throws IOException {
        String page = Files.readString(Path.of("src/main/docs/events.md"));

        assertThat(CallbackKind.types())
                .allSatisfy(type -> assertThat(page).contains(type.replaceAll("\\{(\\w+)}", "<$1>")));
        assertThat(CallbackKind.types().stream().collect(Collectors.groupingBy(type -> type)))
                .allSatisfy((type, same) -> assertThat(same).hasSize(1));
    }
}
