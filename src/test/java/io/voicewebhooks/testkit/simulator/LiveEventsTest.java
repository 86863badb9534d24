package io.voicewebhooks.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a listener is told of a call, as JSON. */
class LiveEventsTest extends LiveScenario {
    @Test
    void everythingThatHappensCanBeSentToABrowser() throws JsonProcessingException {
        String twiml = "<?xml version=\"1.0\"?><!-- <Say> --><Response>\n"
                + "<Gather numDigits=\"1\" action=\"/choice\"><Say>1 &lt; 2</Say></Gather></Response>";
        application.serves("/voice", "text/xml", twiml);
        application.fails("/choice", 500);

        LiveCall live = live();
        step(live, PEER, CallStep.Gather.class);
        live.act(PEER, new Action.Press("1"));
        while (!live.next().isEmpty()) {
            live.open().forEach(step -> live.done(step.id()));
        }

        ObjectMapper json = new ObjectMapper();
        JsonNode request = first(json, "request");
        assertThat(request.path("request").asInt()).isEqualTo(1);
        assertThat(request.path("purpose").asText()).isEqualTo("incoming call");
        assertThat(request.path("method").asText()).isEqualTo("POST");
        assertThat(request.path("url").asText()).isEqualTo(application.url() + "/voice");
        assertThat(request.path("parameters").path("From").asText()).isEqualTo(CALLER);
        JsonNode answer = first(json, "answer");
        assertThat(answer.path("status").asInt()).isEqualTo(200);
        assertThat(answer.path("body").asText()).isEqualTo(twiml);
        assertThat(answer.path("failure").asText()).isEmpty();
        assertThat(running("Gather").offset()).isEqualTo(twiml.indexOf("<Gather"));
        assertThat(running("Say").offset()).isEqualTo(twiml.indexOf("<Say>1"));
        assertThat(running("Say").request()).isEqualTo(1);
        JsonNode steps = first(json, "steps").path("steps");
        assertThat(steps.get(0).path("type").asText()).isEqualTo("say");
        assertThat(steps.get(0).path("text").asText()).isEqualTo("1 < 2");
        assertThat(first(json, "line").path("what").asText()).startsWith(CALLER + " calls ");
        assertThat(json.writeValueAsString(events)).contains("\"failure\":\"11217: the application answered 500\"");
        assertThat(first(json, "over").path("status").asText()).isEqualTo("completed");
        assertThat(json.readValue("{\"type\":\"press\",\"keys\":\"1\"}", Action.class))
                .isEqualTo(new Action.Press("1"));
        assertThat(json.readValue("{\"type\":\"refuse\",\"reaction\":\"BUSY\"}", Action.class))
                .isEqualTo(new Action.Refuse(Callee.Reaction.BUSY));
        assertThat(json.readValue("{\"type\":\"answer\"}", Action.class))
                .isEqualTo(new Action.Answer(Callee.Answerer.HUMAN));
        assertThatThrownBy(() -> json.readValue("{\"type\":\"press\",\"keys\":\"x\"}", Action.class))
                .hasMessageContaining("are no keys");
        assertThat(json.readValue("{\"type\":\"hangUp\"}", Action.class)).isEqualTo(new Action.HangUp());
        assertThat(json.writeValueAsString(new Action.Speak(Audio.tone(Duration.ofSeconds(2)))))
                .contains("\"seconds\":2.0")
                .doesNotContain("bytes");
    }

    private CallEvent.Running running(String element) {
        return events.stream()
                .filter(CallEvent.Running.class::isInstance)
                .map(CallEvent.Running.class::cast)
                .filter(verb -> verb.element().equals(element))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode first(ObjectMapper json, String type) {
        return events.stream()
                .map(event -> json.<JsonNode>valueToTree(event))
                .filter(node -> node.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
