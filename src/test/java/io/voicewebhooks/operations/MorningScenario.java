package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.console.Office;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An office with a morning behind it, of which an operator is told. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class MorningScenario {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    Office office;
    Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        office = Office.in(dir).open().spendsTheMorning();
        operator = office.operator();
        // a message is the last thing that the log hears of a call
        await().atMost(LIMIT).untilAsserted(() -> assertThat(list("?voicemail=true"))
                .hasSize(6)
                .allMatch(call -> call.has("ended")
                        && call.path("sinks").has("email")
                        && call.path("sinks").valueStream().noneMatch(state -> List.of("waiting", "delivering")
                                .contains(state.asText()))));
        // and the message that no endpoint takes has had all but its late tries
        await().atMost(LIMIT).untilAsserted(() -> assertThat(operator.json("/operations/deliveries?sink=http")
                        .path("deliveries")
                        .valueStream())
                .singleElement()
                .satisfies(each -> assertThat(each.path("attempts").asInt()).isEqualTo(3)));
    }

    @AfterAll
    void stop() throws Exception {
        office.close();
    }

    List<JsonNode> list(String query) {
        return operator.json("/operations/calls" + query)
                .path("calls")
                .valueStream()
                .toList();
    }

    String sidOf(String from) {
        return list("?number=" + Twilio.encode(List.of(Map.entry("", from))).substring(1))
                .get(0)
                .path("callSid")
                .asText();
    }

    JsonNode show(String callSid) {
        return operator.json("/operations/calls/" + callSid);
    }

    static List<String> names(JsonNode object) {
        return new ArrayList<>(new TreeSet<>(
                object.properties().stream().map(Map.Entry::getKey).toList()));
    }
}
