package io.voicewebhooks.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.signature.SignedParameters;
import io.voicewebhooks.signature.TwilioRequest;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Twilio was seen to send, in public repositories. */
class SamplePayloadsTest {

    @ParameterizedTest
    @MethodSource({"incomingCalls", "callStatuses", "recordingStatuses"})
    void dataIsWhatWasSentLessTheCredentials(Sample sample) {
        Map<String, Object> sent = new LinkedHashMap<>();
        sample.parameters().forEach(parameter -> sent.put(parameter.getKey(), parameter.getValue()));
        sent.keySet().removeAll(List.of("CallToken", "StirPassportToken"));

        assertThat(sample.event().data()).isEqualTo(sent).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource({"incomingCalls", "callStatuses", "recordingStatuses"})
    void theEventSurvivesTheJournal(Sample sample) {
        VoiceEvent event = sample.event();

        assertThat(VoiceEventJson.read(VoiceEventJson.write(event))).isEqualTo(event);
    }

    static Stream<Sample> incomingCalls() throws IOException {
        return samples("incoming-call");
    }

    static Stream<Sample> callStatuses() throws IOException {
        return samples("call-status");
    }

    static Stream<Sample> recordingStatuses() throws IOException {
        return samples("recording-status");
    }

    private static Stream<Sample> samples(String kind) throws IOException {
        try (InputStream file = SamplePayloadsTest.class.getResourceAsStream("/sample-payloads.json")) {
            List<Sample> samples = StreamSupport.stream(
                            new ObjectMapper().readTree(file).spliterator(), false)
                    .filter(json -> json.get("kind").textValue().startsWith(kind))
                    .map(json -> new Sample(kind, json))
                    .toList();
            assertThat(samples).as(kind).hasSizeGreaterThan(2);
            return samples.stream();
        }
    }

    private record Sample(String kind, JsonNode json) {
        List<Entry<String, String>> parameters() {
            List<Entry<String, String>> parameters = new ArrayList<>();
            json.get("params")
                    .forEach(pair -> parameters.add(
                            Map.entry(pair.get(0).textValue(), pair.get(1).textValue())));
            return parameters;
        }

        VoiceEvent event() {
            String method = json.get("method").textValue();
            boolean get = method.equals("GET");
            SignedParameters signed = SignedParameters.of(new TwilioRequest(
                    method,
                    get ? "/?" + Twilio.encode(parameters()) : "/",
                    get ? parameters() : List.of(),
                    get ? List.of() : parameters(),
                    List.of(),
                    null));
            return switch (kind) {
                case "incoming-call" -> EventScenario.events().incoming(signed);
                case "call-status" -> EventScenario.events().status(signed);
                default -> EventScenario.events().recording(signed);
            };
        }

        @Override
        public String toString() {
            return json.get("kind").textValue() + ", " + json.get("source").textValue();
        }
    }
}
