package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.sink.calls.CallDatabase;
import io.voicewebhooks.testkit.Twilio;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a caller leaves beside calls of their own: in queues, and in calls of others. */
class ErasedTracesTest extends ErasureScenario {
    @Test
    void whatWaitsAndWhatFailedIsForgottenToo() {
        receiver.answers(post -> 503);
        application.twilio().post("/voice/status", from(Twilio.status(call, "completed")));
        await().until(() -> application.depth("voice.sink.http") == 1);
        receiver.answers(post -> 422);
        application.twilio().post("/voice/status", from(Twilio.status(leg, "completed")));
        await().until(() -> application.depth("voice.dead-letter") == 1);
        application.twilio().post("/voice/status", Twilio.status(other, "completed"));
        await().until(() -> application.depth("voice.dead-letter") == 2);

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

        JsonNode receipt = erase("erase", "--number", CALLER, "--json");

        assertThat(receipt.path("calls")).extracting(JsonNode::asText).containsExactly(leg);
        JsonNode after = operator().json("/operations/calls/" + call);
        assertThat(after.toString()).doesNotContain(CALLER.substring(1)).contains(">erased</Number>");
        assertThat(after.has("answeredBy")).isFalse();
        assertThat(undelivered()).as("deliveries that the call waits for").isEqualTo(1);
    }

    private int undelivered() {
        return new JdbcTemplate(CallDatabase.of(application.context()).reader())
                .queryForObject("select undelivered from call where call_sid = ?", Integer.class, call);
    }
}
