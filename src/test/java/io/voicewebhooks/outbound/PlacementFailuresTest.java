package io.voicewebhooks.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestFault;
import io.voicewebhooks.testkit.rest.RestServer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for calls that fail: whoever waits for another try waits longer than any test. */
class PlacementFailuresTest {
    private static final String QUEUE = "voice.calls.place";
    private static final String OURS = "+15558675310";
    private static final String CUSTOMER = "+15551230001";

    private final RestServer twilio = RestServer.start();
    private final HttpReceiver events = HttpReceiver.start();
    private Application application;

    @BeforeEach
    void start(@TempDir Path dir) {
        twilio.account(Twilio.ACCOUNT, Twilio.TOKEN);
        application = Application.with(dir.resolve("data"))
                .set(events.settings())
                .set("twilio.api-url", twilio.url())
                .set("voice.calls.allowed", "+1555123*")
                .set("voice.retry.schedule", "1h")
                .set("voice.management.token", Operator.TOKEN)
                .start();
    }

    @AfterEach
    void stop() {
        application.close();
        events.close();
        twilio.close();
    }

    private void ask(String request) throws IOException {
        try (ProducerTemplate route = application.context().createProducerTemplate()) {
            route.sendBody("jms:queue:" + QUEUE, request);
        }
    }

    /** One that waits for another try, one that failed for good, and one of somebody else. */
    @Test
    void requestsToCallSomebodyAreForgottenWithThem() throws Exception {
        Operator operator = Operator.of(application);
        twilio.fails(RestFault.FORBIDDEN, "POST /2010-04-01", Integer.MAX_VALUE);
        ask(request("waits", "+15551239001"));
        ask(request("broken", "+15551239001").replace("flow", "flaw"));
        ask(request("other", CUSTOMER));
        // asked again only by then: what is in the queue before its first try waits for none
        await().until(() -> retries() == 2 && letters("unknown field flaw") == 1);

        Operator.Outcome erased = operator.types("erase", "--number", "+15551239001", "--reason", "asked");

        assertThat(erased.out()).contains("removed from queues: 1 voice.calls.place, 1 voice.dead-letter");
        assertThat(erased.status()).as(erased.err() + erased.out()).isZero();
        assertThat(retries()).isEqualTo(1);
        operator.types("erase", "--number", CUSTOMER, "--reason", "asked");
        assertThat(retries()).isZero();
    }

    private static String request(String id, String to) {
        return "{\"id\":\"%s\",\"to\":\"%s\",\"from\":\"%s\",\"flow\":\"voicemail\"}".formatted(id, to, OURS);
    }

    private long letters(String error) {
        return Operator.of(application)
                .json("/operations/dead-letters?limit=1000")
                .path("deadLetters")
                .valueStream()
                .filter(letter -> letter.path("lastError").asText().contains(error))
                .count();
    }

    private long tries() {
        return twilio.requests().stream()
                .filter(each -> each.startsWith("POST "))
                .count();
    }

    /** Requests that wait for another try; one that is tried now is none of them. */
    private long retries() {
        return Journal.of(application.context()).figures().scheduled(QUEUE).orElse(0);
    }

    @Test
    void aRequestThatFailedForGoodIsTriedAgainByWhoeverMeansIt() throws Exception {
        Operator operator = Operator.of(application);
        twilio.fails(RestFault.NOT_FOUND, "POST /2010-04-01", 1);
        ask(request("again", CUSTOMER));
        await().until(() -> letters("Twilio answered 404") == 1);

        assertThat(operator.types("dead-letters", "redrive", "--all").err()).isEmpty();
        assertThat(letters("Twilio answered 404")).as("whom nobody means").isOne();
        Operator.Outcome meant = operator.types("dead-letters", "redrive", "--sink", "voice.calls.place");

        assertThat(meant.err()).isEmpty();
        await().untilAsserted(() -> assertThat(events.typesAbout("again")).contains("call.placed"));
        assertThat(letters("Twilio answered 404")).isZero();
    }

    /** The failures that are told of it are all younger than the try that may have placed it. */
    @Test
    void whoeverRedrivesWhatMayHaveBeenPlacedCallsNobodyTwice() throws Exception {
        ask(request("once", CUSTOMER));
        await().untilAsserted(() -> assertThat(events.typesAbout("once")).contains("call.placed"));
        deadLetter(request("once", CUSTOMER), Instant.now().minus(Duration.ofMinutes(5)));

        Operator.Outcome redriven = Operator.of(application).types("dead-letters", "redrive", "--sink", QUEUE);

        assertThat(redriven.err()).isEmpty();
        // it is looked for, and found
        await().until(() -> twilio.requests().stream().anyMatch(each -> each.startsWith("GET ")));
        await().until(() -> application.depth(QUEUE) == 0);
        assertThat(letters("")).isZero();
        assertThat(tries()).isEqualTo(1);
    }

    private void deadLetter(String request, Instant placed) throws JMSException {
        try (JMSContext session =
                Journal.of(application.context()).connectionFactory().createContext()) {
            TextMessage letter = session.createTextMessage(request);
            letter.setStringProperty("deliverySink", QUEUE);
            letter.setIntProperty("deliveryAttempts", 13);
            letter.setStringProperty("deliveryFirstFailure", placed.toString());
            letter.setStringProperty(
                    "deliveryErrors",
                    (Instant.now() + " not placed: Twilio answered 429\n")
                            .repeat(12)
                            .strip());
            letter.setStringProperty("mayBePlaced", placed + " " + placed);
            session.createProducer().send(session.createQueue("voice.dead-letter"), letter);
        }
    }
}
