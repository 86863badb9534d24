package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.console.Office;
import io.voicewebhooks.support.Operator.Outcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One call as an operator is told of it. */
class CallTest extends MorningScenario {
    private static List<String> deliveries(JsonNode call, String type) {
        return call.path("events")
                .valueStream()
                .filter(event -> event.path("type").asText().equals(type))
                .flatMap(event -> call.path("deliveries").valueStream().filter(each -> each.path("eventId")
                        .equals(event.path("id"))))
                .map(each ->
                        each.path("sink").asText() + " " + each.path("state").asText())
                .sorted()
                .toList();
    }

    @Test
    void aCallHasWhatWasAskedAndAnswered() {
        JsonNode call = show(sidOf("+15551230001"));

        assertThat(names(call))
                .contains("exchanges", "events", "deliveries", "recordings", "legs", "missing", "outcome", "sinks");
        JsonNode first = call.at("/exchanges/0");
        assertThat(names(first))
                .containsExactly(
                        "at",
                        "callSid",
                        "eventId",
                        "method",
                        "millis",
                        "parameters",
                        "path",
                        "reply",
                        "route",
                        "status");
        assertThat(first.path("route").asText()).isEqualTo("incoming-call");
        assertThat(first.path("path").asText()).isEqualTo("/voice/incoming");
        assertThat(first.path("status").asInt()).isEqualTo(200);
        assertThat(first.path("reply").asText()).contains("<Dial");
        assertThat(first.at("/parameters/CallerName").asText()).isEqualTo("Grace Okafor");
        assertThat(call.path("events").valueStream())
                .filteredOn(each -> each.path("id").equals(first.path("eventId")))
                .extracting(each -> each.path("type").asText())
                .containsExactly("call.incoming");
        assertThat(call.path("exchanges").valueStream())
                .extracting(each -> each.path("route").asText())
                .contains("forward-result", "voicemail-end", "recording-status", "call-status");
        assertThat(names(call.at("/events/0"))).contains("at", "callSid", "data", "id", "sequence", "type");
        assertThat(call.path("events").valueStream())
                .extracting(each -> each.path("type").asText())
                .contains(
                        "call.incoming", "call.missed", "recording.completed", "recording.archived", "call.completed");
        JsonNode recording = call.at("/recordings/0");
        assertThat(recording.path("recordingSid").asText()).matches("RE[0-9a-f]{32}");
        assertThat(recording.path("duration").asInt()).isEqualTo(23);
        assertThat(recording.path("channels").asInt()).isEqualTo(1);
        assertThat(recording.path("status").asText()).isEqualTo("completed");
        assertThat(recording.at("/archived/uri").asText())
                .endsWith(recording.path("recordingSid").asText() + ".wav");
        assertThat(recording.at("/archived/bytes").asLong()).isPositive();
        assertThat(call.path("missing")).isEmpty();
    }

    @Test
    void theLegsOfAForwardedCallBelongToIt() {
        JsonNode call = show(sidOf("+15551230007"));

        assertThat(call.path("answeredBy").asText()).isEqualTo(Office.MOBILE);
        assertThat(call.path("legs").valueStream())
                .extracting(leg ->
                        leg.path("to").asText() + " " + leg.path("status").asText() + " "
                                + leg.path("parentSid").asText())
                .containsExactlyInAnyOrder(
                        Office.DESK + " busy " + call.path("callSid").asText(),
                        Office.MOBILE + " completed " + call.path("callSid").asText());
        JsonNode leg = call.at("/legs/0");
        assertThat(leg.has("deliveries")).isFalse();
        assertThat(leg.path("sinks").path("file").asText()).isEqualTo("delivered");
        assertThat(call.path("events").valueStream().map(event -> event.path("callSid")))
                .contains(leg.path("callSid"), call.path("callSid"));
        JsonNode itself = show(leg.path("callSid").asText());
        assertThat(itself.path("parentSid")).isEqualTo(call.path("callSid"));
        assertThat(itself.path("events").valueStream()).isNotEmpty().allMatch(event -> event.path("callSid")
                .equals(leg.path("callSid")));
        assertThat(list("?call-sid=" + leg.path("callSid").asText()).get(0).path("callSid"))
                .isEqualTo(call.path("callSid"));
    }

    @Test
    void whatWaitsOrIsDeadIsToldAsTheQueuesKnowIt() {
        JsonNode unlucky = show(sidOf("+15551230503"));
        assertThat(deliveries(unlucky, "recording.archived"))
                .containsExactly("email delivered", "file delivered", "http retrying");
        JsonNode retrying = unlucky.path("deliveries")
                .valueStream()
                .filter(each -> each.path("state").asText().equals("retrying"))
                .findFirst()
                .orElseThrow();
        assertThat(retrying.path("tries").asInt()).isEqualTo(3);
        assertThat(retrying.path("reason").asText()).isEqualTo("the endpoint answered 503");
        assertThat(Instant.parse(retrying.path("nextTry").asText())).isAfter(Instant.now());
        assertThat(retrying.path("attempts"))
                .hasSize(3)
                .allMatch(each -> each.path("error").asText().contains("503") && each.has("time"));

        JsonNode refused = show(sidOf("+15551230422"));
        assertThat(deliveries(refused, "call.missed")).contains("http dead");
        JsonNode dead = refused.path("deliveries")
                .valueStream()
                .filter(each -> each.path("state").asText().equals("dead"))
                .findFirst()
                .orElseThrow();
        assertThat(operator.json("/operations/dead-letters/"
                                + dead.path("deadLetterId").asText())
                        .path("callSid"))
                .isEqualTo(refused.path("callSid"));

        JsonNode clinic = show(sidOf("+15551230071"));
        assertThat(deliveries(clinic, "recording.archived")).contains("email held");
        assertThat(clinic.path("deliveries")
                        .valueStream()
                        .filter(each -> each.path("state").asText().equals("held")))
                .allMatch(each -> each.path("reason").asText().contains("the mail server moves"));
        assertThat(list("?number=0071").get(0).at("/sinks/email").asText()).isEqualTo("held");
    }

    @Test
    void theTimelineIsPrinted() {
        String call = sidOf("+15551230422");

        Outcome typed = operator.types("calls", "show", call);

        assertThat(typed.err()).isEmpty();
        assertThat(typed.out())
                .containsSubsequence(
                        "call " + call + "  +15551230422 -> +15558675310  inbound",
                        "voicemail  status completed, flow forward, duration ",
                        "POST /voice/incoming",
                        "    incoming-call  answered 200 in ",
                        "    CallerName=Collection Partners",
                        "    <Response>",
                        "      <Dial ",
                        "        <Number ",
                        "      </Dial>",
                        "event call.incoming",
                        "    http  delivered",
                        "POST /voice/forward-result?context.caller=",
                        "event call.missed",
                        "    http  dead  tries 1, updated ",
                        "reason the endpoint answered 422, dead letter id ",
                        "event recording.archived",
                        "recording RE",
                        "status completed, duration 31, channels 1",
                        "leg CA");
        assertThat(typed.out().lines().filter(line -> line.contains("AccountSid=")))
                .hasSize(1);
    }
}
