package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.console.Office;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Visitor;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call says of deliveries that an operator has settled, and of more than can be looked through. */
class SettledDeliveriesTest {
    private static final int MANY = WaitingDeliveries.MOST_RETRIES + 1;

    private Office office;
    private Operator operator;

    @BeforeEach
    void open(@TempDir Path dir) {
        office = Office.in(dir).open();
        operator = office.operator();
    }

    @AfterEach
    void close() throws Exception {
        office.close();
    }

    private List<String> states(String call, String sink) {
        return operator.json("/operations/calls/" + call)
                .path("deliveries")
                .valueStream()
                .filter(each -> each.path("sink").asText().equals(sink))
                .map(each -> each.path("state").asText())
                .toList();
    }

    private List<String> undelivered() {
        return operator.json("/operations/calls?undelivered=true")
                .path("calls")
                .valueStream()
                .map(call -> call.path("callSid").asText())
                .toList();
    }

    @Test
    void whatIsDroppedIsShownAsDroppedAndIsNoLongerLookedFor() {
        String call = office.leavesAMessage(Office.REFUSED, Map.of(), 2);
        await().untilAsserted(() ->
                assertThat(states(call, "http")).filteredOn("dead"::equals).hasSize(2));
        await().untilAsserted(() -> assertThat(undelivered()).containsExactly(call));

        operator.types("dead-letters", "drop", "--sink", "http", "--reason", "no such customer");

        await().untilAsserted(() -> assertThat(undelivered()).isEmpty());
        assertThat(states(call, "http")).contains("dropped").doesNotContain("dead");
        JsonNode listed = operator.json("/operations/calls").at("/calls/0");
        assertThat(listed.at("/sinks/http").asText()).isEqualTo("dropped");
        assertThat(listed.path("undelivered").asInt()).isZero();
        assertThat(operator.types("calls", "show", call).out()).contains("http  dropped");
        Visitor visitor = Visitor.loggedIn(office.application());
        assertThat(visitor.get("/calls/" + call).body()).contains("http</span> dropped by an operator");
    }

    /** Artemis would describe each of them to whoever looks at one call. */
    @Test
    void moreRetriesThanCanBeListedAreCountedAndNoCallIsSaidToBeDelivered() throws Exception {
        String call = office.leavesAMessage(Office.UNLUCKY, Map.of(), 2);
        await().untilAsserted(() -> assertThat(states(call, "http")).contains("retrying"));
        try (JMSContext session = Journal.of(office.application().context())
                .connectionFactory()
                .createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSProducer producer = session.createProducer()
                    .setProperty(
                            "_AMQ_SCHED_DELIVERY",
                            System.currentTimeMillis() + Duration.ofHours(1).toMillis());
            for (int i = 0; i < MANY; i++) {
                producer.send(session.createQueue("voice.sink.http"), "{}");
            }
            session.commit();
        }

        // the mail of the message may be under way still
        await().untilAsserted(() -> {
            JsonNode deliveries = operator.json("/operations/deliveries");
            assertThat(deliveries.at("/unlisted/http").asInt()).isGreaterThanOrEqualTo(MANY);
            assertThat(deliveries.path("deliveries")).isEmpty();
        });
        assertThat(states(call, "http")).contains("retrying");
        Visitor visitor = Visitor.loggedIn(office.application());
        assertThat(visitor.get("/deliveries").body())
                .contains("more than are listed one by one")
                .doesNotContain("has got every event");
        assertThat(visitor.get("/calls/" + call).body()).contains("next at");
    }
}
