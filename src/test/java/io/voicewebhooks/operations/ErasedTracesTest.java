package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.testkit.Twilio;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a caller leaves beside calls of their own: in queues, and in calls of others. */
class ErasedTracesTest extends ErasureScenario {
    @Test
    void whatWaitsAndWhatFailedIsForgottenToo() {
        receiver.answers(post -> 503);
        application.twilio().post("/voice/status", from(Twilio.status(call, "completed")));
        await().until(() -> retries("voice.sink.http") == 1);
        receiver.answers(post -> 422);
        application.twilio().post("/voice/status", from(Twilio.status(leg, "completed")));
        await().until(() -> application.depth("voice.dead-letter") == 1);
        application.twilio().post("/voice/status", Twilio.status(other, "completed"));
        await().until(() -> application.depth("voice.dead-letter") == 2);
        awaitSettled(1);

        JsonNode receipt = erase("erase", "--number", CALLER, "--json");

        assertThat(receipt.at("/removed/queues").toString())
                .isEqualTo("{\"voice.dead-letter\":1,\"voice.sink.http\":1}");
        assertThat(application.depth("voice.sink.http")).isZero();
        assertThat(application.depth("voice.dead-letter")).isEqualTo(1);
    }

    /** Whoever was called is a caller of nobody: what dialled them stays, without their number. */
    @Test
    void theNumberOfWhoWasCalledGoesFromTheCallThatDialledIt() {
        receiver.answers(post -> 503);
        Twilio twilio = application.twilio();
        String forwards = twilio.post("/voice/incoming", Twilio.call(call)).body();
        assertThat(forwards).contains(">" + CALLER + "</Number>");
        twilio.post(
                "/voice/status",
                Twilio.with(Twilio.status(leg, "completed"), "ParentCallSid", call, "To", CALLER, "Called", CALLER));
        JsonNode before = awaitLogged(
                call,
                log -> log.path("answeredBy").asText().equals(CALLER)
                        && log.path("legs").size() == 1);
        assertThat(before.toString())
                .contains(forwards.substring(forwards.indexOf(CALLER), forwards.indexOf("</Number>")));
        await().until(() -> undelivered() == 2);
        awaitSettled(2);

        JsonNode receipt = erase("erase", "--number", CALLER, "--json");

        assertThat(receipt.path("calls")).extracting(JsonNode::asText).containsExactly(leg);
        JsonNode after = operator().json("/operations/calls/" + call);
        assertThat(after.toString()).doesNotContain(CALLER.substring(1)).contains(">erased</Number>");
        assertThat(after.has("answeredBy")).isFalse();
        assertThat(undelivered()).as("deliveries that the call waits for").isEqualTo(1);
    }

    private long retries(String queue) {
        return Journal.of(application.context()).figures().scheduled(queue).orElse(0);
    }

    @Test
    void aRequestForACallIsForgottenHoweverItsJsonIsWritten() {
        try (JMSContext session = session()) {
            send(session, "voice.calls.place", "{\"to\": \"\\u002b15551239876\", \"from\": \"+15558675310\"}");
            send(session, "voice.calls.place", "{\"to\": \"+155512398760\", \"from\": \"+15558675310\"}");
        }

        assertThat(type("erase", "--number", CALLER).out()).contains("removed from queues: 1 voice.calls.place\n");
    }

    /** Whoever places calls has taken one; the other waits behind it, a third has failed. */
    @Test
    void aRequestThatIsUnderWayStaysAndTheReceiptSaysSoBesideWhatWent() {
        String request = "{\"to\": \"" + CALLER + "\", \"from\": \"+15558675310\", \"flow\": \"voicemail\"}";
        try (JMSContext session = session();
                JMSContext taker = Journal.of(application.context())
                        .connectionFactory()
                        .createContext(JMSContext.SESSION_TRANSACTED);
                JMSConsumer consumer = taker.createConsumer(taker.createQueue("voice.calls.place"), "first = 'yes'")) {
            session.createProducer()
                    .setProperty("first", "yes")
                    .send(session.createQueue("voice.calls.place"), request);
            assertThat(consumer.receive(60_000)).isNotNull();
            send(session, "voice.calls.place", request);
            session.createProducer()
                    .setProperty("deliverySink", "voice.calls.place")
                    .send(session.createQueue("voice.dead-letter"), request);

            Outcome outcome = type("erase", "--number", CALLER);

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out())
                    .contains("removed from queues: 1 voice.calls.place, 1 voice.dead-letter\n")
                    .contains("FAILED in queues, there may be more: 1 messages in voice.calls.place are under way");
            taker.rollback();
        }

        await().untilAsserted(() ->
                assertThat(type("erase", "--number", CALLER).status()).isZero());
        assertThat(type("erase", "--number", CALLER).out()).contains("removed from queues: nothing was there");
    }

    @Test
    void anEventThatIsUnderWayIsNamed() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        receiver.answers(post -> {
            reached.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 409;
        });
        application.twilio().post("/voice/status", from(Twilio.status(call, "completed")));
        assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();

        Outcome early = type("erase", "--call-sid", call);
        held.countDown();

        assertThat(early.status()).isEqualTo(1);
        assertThat(early.out()).contains("FAILED in queues, there may be more: ", "in voice.sink.http are under way");
        await().until(() -> retries("voice.sink.http") == 1);
        assertThat(type("erase", "--call-sid", call).out()).contains("removed from queues: 1 voice.sink.http");
    }

    private JMSContext session() {
        return Journal.of(application.context()).connectionFactory().createContext();
    }

    private static void send(JMSContext session, String queue, String text) {
        session.createProducer().send(session.createQueue(queue), text);
    }

    private int undelivered() {
        return new JdbcTemplate(CallDatabase.of(application.context()).reader())
                .queryForObject("select undelivered from call where call_sid = ?", Integer.class, call);
    }
}
