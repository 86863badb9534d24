package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.model.BeanDefinition;
import org.junit.jupiter.api.Test;

/** {@code event-streams}: what Event Streams hear, and what goes to the journal. */
class EventStreamsRouteTest extends RouteTest {
    EventStreamsRouteTest() {
        super("event-streams", "error-handling");
    }

    /** The signature step of the test kit knows forms alone. */
    private void prepares(String json) throws Exception {
        advise("event-streams", route -> route.weaveByType(BeanDefinition.class)
                .selectFirst()
                .before()
                .setBody()
                .constant(json));
    }

    private Message sends(String json) throws Exception {
        prepares(json);
        return calls("/voice/events", List.of());
    }

    private static String batch(String... statuses) throws Exception {
        return new ObjectMapper()
                .writeValueAsString(List.of(statuses).stream()
                        .map(status -> {
                            Map<String, String> parameters = new LinkedHashMap<>();
                            Twilio.status(Twilio.callSid(), status)
                                    .forEach(each -> parameters.put(each.getKey(), each.getValue()));
                            return Map.of(
                                    "specversion",
                                    "1.0",
                                    "type",
                                    "com.twilio.voice.status-callback.call.completed",
                                    "data",
                                    Map.of("request", Map.of("url", "https://a.example/", "parameters", parameters)));
                        })
                        .toList());
    }

    @Test
    void eachEventOfABatchIsStoredAndThenAllAreAccepted() throws Exception {
        sends(batch("completed", "busy"));

        assertThat(mock("direct:journal").getExchanges())
                .extracting(each -> each.getMessage().getBody(VoiceEvent.class).kind())
                .containsExactly("call.completed", "call.busy");
        assertThat(reached()).containsExactly("direct:accepted", "direct:journal");
    }

    @Test
    void whatIsNoCloudEventIsSaid() throws Exception {
        Message reply = sends("{}");

        assertThat(reply.getHeader("CamelHttpResponseCode")).isEqualTo("400");
        assertThat(reply.getBody()).isEqualTo("the body is no CloudEvent".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatCannotBeStoredIsToComeAgainAndTheRestOfTheBatchToo() throws Exception {
        prepares(batch("completed", "busy"));
        mock("direct:journal").whenAnyExchangeReceived(event -> {
            throw new IllegalStateException("the disk is full");
        });

        Message reply = calls("/voice/events", List.of());

        assertThat(reply.getHeaders())
                .containsOnlyKeys("CamelHttpResponseCode", "Content-Type")
                .containsEntry("CamelHttpResponseCode", "429");
        assertThat(mock("direct:journal").getExchanges()).hasSize(1);
        assertThat(reached()).containsExactly("direct:journal");
    }
}
