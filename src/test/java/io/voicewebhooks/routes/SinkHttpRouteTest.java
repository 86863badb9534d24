package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

/** {@code sink-http}: the request that is posted. What its answers mean is in {@link ErrorHandlingRouteTest}. */
class SinkHttpRouteTest extends RouteTest {
    private static final String QUEUE = "voice.sink.http";
    private static final String URL = "https://example.com/hooks/voice?sig=a%2Bb%26c%3D";

    private final String event = event("call.completed", Twilio.status(Twilio.callSid(), "completed"));

    SinkHttpRouteTest() {
        super("sink-http", "error-handling");
        set(SinkKeys.HTTP);
        set("voice.sink.http.url", URL);
    }

    private Message request() throws Exception {
        assertThat(reached()).hasSize(1).allMatch(endpoint -> endpoint.startsWith("http"));
        return mock(reached().iterator().next()).getExchanges().get(0).getMessage();
    }

    @Test
    void anEventIsPostedAsItIsToTheUrlAsItIs() throws Exception {
        delivers(QUEUE, event);

        assertThat(request().getBody()).isEqualTo(event);
        assertThat(request().getHeaders())
                .containsOnlyKeys(
                        "CamelHttpUri", "Content-Type", "webhook-id", "webhook-timestamp", "webhook-signature")
                .containsEntry("CamelHttpUri", URL)
                .containsEntry("Content-Type", "application/cloudevents+json")
                .containsEntry("webhook-id", "0123456789abcdef0123456789abcdef");
        assertThat(context.getEndpoints())
                .anyMatch(endpoint -> endpoint.getEndpointUri().startsWith("http")
                        && endpoint.getEndpointUri().contains("httpMethod=POST")
                        && endpoint.getEndpointUri().contains("httpClient=%23timedHttpClient")
                        && endpoint.getEndpointUri().contains("copyHeaders=false"));
    }

    @Test
    void whoeverHasTheSecretCanVerifyIt() throws Exception {
        delivers(QUEUE, event);

        HttpHeaders headers = HttpHeaders.of(
                request().getHeaders().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                header -> List.of(header.getValue().toString()))),
                (name, value) -> true);
        assertThatCode(() -> new Webhook(SinkKeys.HTTP.get("voice.sink.http.secret")).verify(event, headers))
                .doesNotThrowAnyException();
    }

    @Test
    void withoutItsKeyThereIsNoSuchRoute() throws Exception {
        set("voice.sink.http.enabled", "false");
        start();

        assertThat(context.getRoute("sink-http")).isNull();
    }
}
