package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code error-handling}: where a message goes when something fails. The policies {@code webhook} and {@code incoming} answer
 * Twilio and are shown by {@link WebhooksRouteTest} and {@link IncomingCallRouteTest}.
 */
class ErrorHandlingRouteTest extends RouteTest {
    private static final String QUEUE = "voice.sink.http";
    private static final String DEAD_LETTER = "jms:queue:voice.dead-letter";

    private final String event = event("call.completed", Twilio.status(Twilio.callSid(), "completed"));

    ErrorHandlingRouteTest() {
        super("event-router", "sink-http", "error-handling");
        set(SinkKeys.HTTP);
        set("voice.retry.schedule", "10s,1m");
    }

    /** The sink fails, as it is told to. */
    private void theSinkFails(Processor failure) throws Exception {
        bind("standardWebhook", new Failing(failure));
    }

    /** The message that came out of a delivery, with the queue that it went to. */
    private Exchange after(Map<String, Object> properties) throws Exception {
        assertThat(delivers(QUEUE, event, properties).getException()).isNull();
        assertThat(reached()).hasSize(1);
        return mock(reached().iterator().next()).getExchanges().get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "", useHeadersInDisplayName = true, textBlock = """
            the endpoint answers | tries before | goes to               | in seconds, at least
            500                  |              | queue:voice.sink.http | 10
            500                  | 1            | queue:voice.sink.http | 60
            500                  | 2            | queue:voice.dead-letter | 0
            429                  |              | queue:voice.sink.http | 10
            409                  |              | queue:voice.sink.http | 10
            401                  |              | queue:voice.sink.http | 10
            302                  |              | queue:voice.sink.http | 10
            400                  |              | queue:voice.dead-letter | 0
            404                  |              | queue:voice.dead-letter | 0
            413                  |              | queue:voice.dead-letter | 0
            422                  |              | queue:voice.dead-letter | 0
            410                  | 1            | queue:voice.dead-letter | 0
            """)
    void whatAnAnswerMeansForTheDelivery(int status, Integer before, String queue, long seconds) throws Exception {
        theSinkFails(exchange -> {
            throw new HttpOperationFailedException("https://example.com", status, "", null, Map.of(), "");
        });

        Exchange sent = after(before == null ? Map.of() : Map.of("deliveryAttempts", before));

        assertThat(reached()).containsExactly("jms:" + queue);
        // up to 20 % are added by chance
        assertThat(sent.getVariable("retryDelay", Long.class)).isBetween(seconds * 1000, seconds * 1200);
        assertThat(sent.getMessage().getBody()).isEqualTo(event);
    }

    @Test
    void aRetryIsTheMessageAsItCameAndWhatWasLearned() throws Exception {
        theSinkFails(exchange -> {
            exchange.getMessage().setBody("half a request");
            exchange.getMessage().setHeader("CamelHttpUri", "https://example.com");
            throw new IOException("Connection refused");
        });

        Message retry = after(Map.of("type", "call.completed", "eventId", "0123", "callSid", "CA1", "stranger", "x"))
                .getMessage();

        assertThat(retry.getBody()).isEqualTo(event);
        assertThat(retry.getHeaders())
                .containsOnlyKeys(
                        "type",
                        "eventId",
                        "callSid",
                        "deliveryAttempts",
                        "deliveryFirstFailure",
                        "deliveryLastError",
                        "deliveryErrors",
                        "deliveryType")
                .containsEntry("deliveryAttempts", 1)
                .containsEntry("type", "call.completed");
        assertThat(retry.getHeader("deliveryLastError", String.class)).contains("Connection refused");
    }

    @Test
    void aDeadLetterSaysWhoseItIsAndWhy() throws Exception {
        theSinkFails(exchange -> {
            throw new IOException("Connection refused");
        });

        Message letter = after(Map.of(
                        "type", "call.completed",
                        "callSid", "CA1",
                        "deliveryAttempts", 2,
                        "deliveryFirstFailure", "2026-11-23T15:00:00Z"))
                .getMessage();

        assertThat(reached()).containsExactly(DEAD_LETTER);
        assertThat(letter.getHeaders())
                .containsEntry("type", "call.completed")
                .containsEntry("callSid", "CA1")
                .containsEntry("deliverySink", "http")
                .containsEntry("deliveryAttempts", 3)
                .containsEntry("deliveryFirstFailure", "2026-11-23T15:00:00Z")
                .containsKey("deliveryLastFailure");
        assertThat(letter.getHeader("deliveryLastError", String.class)).contains("Connection refused");
    }

    /** Whoever may write to a queue may write anything. */
    @ParameterizedTest
    @CsvSource({QUEUE + ", http", "voice.events, voice.events"})
    void whatIsNoEventIsADeadLetterAtOnce(String queue, String sink) throws Exception {
        delivers(queue, "{\"id\":\"../../etc\"}");

        assertThat(reached()).containsExactly(DEAD_LETTER);
        Message letter = mock(DEAD_LETTER).getExchanges().get(0).getMessage();
        assertThat(letter.getBody()).isEqualTo("{\"id\":\"../../etc\"}");
        assertThat(letter.getHeaders()).containsEntry("deliverySink", sink);
    }

    /** Should even that fail, the transaction of the queue is rolled back: the event comes again. */
    @Test
    void aMessageThatCannotBeKeptIsNotLost() throws Exception {
        theSinkFails(exchange -> {
            throw new IOException("Connection refused");
        });
        mock("jms:queue:" + QUEUE).whenAnyExchangeReceived(retry -> {
            throw new IllegalStateException("the broker is gone");
        });

        assertThat(delivers(QUEUE, event).getException()).isNotNull();
    }

    /** In the place of the bean that signs, the first step of the sink. */
    public static final class Failing {
        private final Processor failure;

        private Failing(Processor failure) {
            this.failure = failure;
        }

        public void sign(Exchange exchange, String id, String secrets) throws Exception {
            failure.process(exchange);
        }
    }
}
