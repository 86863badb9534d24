package io.voicewebhooks.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import io.voicewebhooks.testkit.rest.RestFault;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of lost callbacks. */
class ReconcileTest extends ReconcileScenario {
    /** Each source is asked where the one before has nothing. */
    @ParameterizedTest
    @CsvSource({"call-events, none", "alert, Events.json", "resource, GET /"})
    void aCallbackIsMadeOfTheBestThatTwilioHas(String source, String missing) throws Exception {
        calls(callback -> true, 1);
        if (!source.equals("call-events")) {
            twilio.rest.fails(RestFault.NOT_FOUND, "Events.json", Integer.MAX_VALUE);
        }
        if (source.equals("resource")) {
            twilio.rest.fails(RestFault.NOT_FOUND, "/v1/Alerts", Integer.MAX_VALUE);
        }

        assertThat(twilio.apply().path("restored").asInt()).isEqualTo(2);

        isRestored(2);
        assertThat(twilio.restored().values()).allSatisfy(post -> {
            JsonNode data = post.json().path("data");
            assertThat(data.path("recovered").asText()).isEqualTo(source);
            assertThat(data.path("CallSid").asText()).isEqualTo(post.callSid());
            // no list has it
            assertThat(data.has("CallbackSource"))
                    .isEqualTo(post.type().endsWith("call.completed") && !source.equals("resource"));
        });
        // lost recordings are archived, and what is found in the archive is told
        await().untilAsserted(() -> assertThat(twilio.sink().posts())
                .extracting(ReceivedPost::type)
                .anyMatch(type -> type.endsWith("recording.archived")));
    }

    @Test
    void aWebhookThatComesAfterAllNamesTheEventThatStoodForIt() throws Exception {
        calls(ENDS, 1);
        twilio.apply();
        isRestored(1);
        String restored = twilio.restored().keySet().iterator().next();
        String callSid = twilio.restored().get(restored).callSid();

        assertThat(twilio.sender()
                        .post("/voice/status", Twilio.status(callSid, "completed"))
                        .statusCode())
                .isEqualTo(204);

        await().untilAsserted(() -> assertThat(twilio.sink().posts()).anySatisfy(post -> {
            assertThat(post.json().path("data").path("recoveredAs").asText()).isEqualTo(restored);
            assertThat(post.id()).isNotEqualTo(restored);
            assertThat(post.type()).endsWith("call.completed");
        }));
        assertThat(lost()).isEmpty();
    }

    @Test
    void noParameterPosesAsARestoredEvent() throws Exception {
        calls(ENDS, 1);
        String callSid = Twilio.callSid();
        twilio.sender()
                .post("/voice/status", Twilio.with(Twilio.status(callSid, "completed"), "recovered", "resource"));

        await().untilAsserted(() -> assertThat(twilio.sink().about(callSid)).isNotEmpty());
        assertThat(twilio.sink().about(callSid).get(0).json().path("data").has("recovered"))
                .isFalse();
    }

    @Test
    void callsOfOthersAndFromBeforeTheLogBeganAreNotMissing() throws Exception {
        calls(ENDS, 1);
        twilio.callSomebodyElse();

        JsonNode looked = twilio.look();
        assertThat(LostCalls.idsOf(looked.path("lost"))).isEqualTo(LostCalls.ids(twilio.dropped));
        assertThat(looked.path("accounts").path(0).path("others").asInt()).isOne();

        twilio.logBeganNow();
        assertThat(lost()).isEmpty();
    }

    @Test
    void whoWasForgottenDoesNotComeBack() throws Exception {
        calls(ENDS, 1);
        String callSid = twilio.look().path("lost").path(0).path("callSid").asText();

        JsonNode receipt = twilio.reconcile("POST", "erasure?reason=asked&call-sid=" + callSid);

        assertThat(receipt.path("calls")).extracting(JsonNode::asText).containsExactly(callSid);
        assertThat(lost()).isEmpty();
        assertThat(twilio.apply().path("restored").asInt()).isZero();
    }

    @Test
    void whatIsADeadLetterOfTheCallLogIsNotLost() throws Exception {
        calls(ENDS, 1);
        String callSid = twilio.look().path("lost").path(0).path("callSid").asText();
        try (JMSContext session =
                Journal.of(twilio.context()).connectionFactory().createContext()) {
            String event = """
                    {"specversion": "1.0", "id": "0123456789abcdef0123456789abcdef",
                     "source": "/2010-04-01/Accounts/AC",
                     "type": "io.voicewebhooks.call.completed", "subject": "CA", "time": "2026-11-24T08:00:00Z",
                     "callsid": "CA", "accountsid": "AC", "partitionkey": "CA", "data": {}}""";
            TextMessage letter = session.createTextMessage(event.replace("\"CA\"", "\"" + callSid + "\""));
            letter.setStringProperty("deliverySink", "calls");
            session.createProducer().send(session.createQueue("voice.dead-letter"), letter);
        }

        assertThat(lost()).isEmpty();
        assertThat(twilio.apply().path("restored").asInt()).isZero();
    }

    /** Its events came, and were archived and mailed; the log was not there to note them. */
    @Test
    void whatCameWhileTheLogWasOffIsNotLost() throws Exception {
        calls(callback -> false, 1);
        twilio.stop();
        twilio.start("voice.sink.calls.enabled", "false");
        twilio.callUnlogged();
        twilio.stop();
        twilio.start();

        await().untilAsserted(() ->
                assertThat(twilio.directory().resolve("calls-off")).doesNotExist());
        assertThat(twilio.reconcile("GET", "reconcile?since=24h").path("lost")).isEmpty();
        assertThat(twilio.log().queryForObject("select since from coverage", Long.class))
                .isGreaterThan(
                        System.currentTimeMillis() - Duration.ofMinutes(30).toMillis());
    }

    /** Of such a call Twilio has its requests for TwiML and its status, and no request for the recording. */
    @Test
    void aCallThatWasLostWholeComesBackOnceWithItsRecording() throws Exception {
        calls(callback -> true, 1);
        twilio.forgetLogged();
        twilio.rest.hidesRequests("/voice/recording").fails(RestFault.NOT_FOUND, "/v1/Alerts", Integer.MAX_VALUE);

        // from where it had come to on, which moves: what is left now is never looked for again
        JsonNode applied = twilio.reconcile("POST", "reconcile/apply");

        assertThat(applied.path("lost")
                        .valueStream()
                        .map(lost -> lost.path("type").asText()
                                + " of "
                                + lost.path("source").asText()))
                .containsExactlyInAnyOrder(
                        "call.incoming of call-events",
                        "call.completed of call-events",
                        "recording.completed of resource");
        assertThat(applied.at("/accounts/0/recordings").asInt()).isOne();
        await().untilAsserted(() -> assertThat(twilio.restored()).hasSize(3));
        twilio.awaitEvents(4);
        assertThat(lost()).isEmpty();
        assertThat(twilio.apply().path("restored").asInt()).isZero();
    }

    @Test
    void twoDoNotCompareAtOnce() throws Exception {
        calls(ENDS, 1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Reconciliation reconciliation =
                twilio.context().getRegistry().lookupByNameAndType("reconciliation", Reconciliation.class);
        CompletableFuture<?> first = CompletableFuture.runAsync(
                () -> reconciliation.look(Optional.of(Instant.now().minus(Duration.ofHours(24))), event -> {
                    asked.countDown();
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        asked.await();

        assertThat(twilio.apply().path("error").asText()).startsWith("calls are compared with Twilio already");

        held.countDown();
        first.get();
        assertThat(twilio.apply().path("restored").asInt()).isOne();
    }

    /** One event a webhook is nothing to ask the log about, unless something was restored lately. */
    @Test
    void nothingRestoredIsNotedAsNothing() throws Exception {
        calls(callback -> false, 1);

        assertThat(twilio.apply().path("restored").asInt()).isZero();

        assertThat(twilio.log().queryForList("select * from reconciled")).hasSize(1);
        assertThat(twilio.log().queryForObject("select at from restored", Long.class))
                .isZero();
    }

    @Test
    void theRouteDoesItByItself() throws Exception {
        calls(ENDS, 1);
        twilio.stop();
        twilio.start("voice.reconcile.enabled", "true", "voice.reconcile.period", "1s");

        isRestored(1);
        await().untilAsserted(() -> assertThat(twilio.log().queryForList("select * from reconciled"))
                .hasSize(1));
        await().untilAsserted(() -> assertThat(twilio.log().queryForObject("select status from call", String.class))
                .isEqualTo("completed"));
    }
}
