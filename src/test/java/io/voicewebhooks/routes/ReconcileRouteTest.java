package io.voicewebhooks.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.event.VoiceEvent;
import io.voicewebhooks.testkit.RouteTest;
import io.voicewebhooks.testkit.Twilio;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** {@code reconcile.camel.yaml}: what was lost is stored, and only then it counts as found. */
class ReconcileRouteTest extends RouteTest {
    private final Sweeps sweeps = new Sweeps();

    ReconcileRouteTest() {
        super("reconcile");
        set("voice.reconcile.enabled", "true");
        set("voice.sink.calls.enabled", "true");
        set("voice.reconcile.period", "50ms");
    }

    private static VoiceEvent event(String id) {
        String call = Twilio.callSid();
        return new VoiceEvent(
                id,
                "/x",
                VoiceEvent.TYPE_PREFIX + "call.completed",
                call,
                "2026-11-24T08:00:00Z",
                call,
                "AC1",
                null,
                call,
                Map.of());
    }

    @Test
    void eachEventIsStoredInOrder() throws Exception {
        bind("reconciliation", sweeps);

        MockEndpoint journal = mock("direct:journal");

        await().until(() -> !sweeps.done.isEmpty());
        assertThat(journal.getExchanges())
                .extracting(exchange ->
                        exchange.getMessage().getBody(VoiceEvent.class).id())
                .startsWith("one", "two");
    }

    @Test
    void whereOneCannotBeStoredTheSweepFails() throws Exception {
        bind("reconciliation", sweeps);
        MockEndpoint journal = mock("direct:journal");
        journal.whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("the journal is stopped");
        });
        int before = sweeps.done.size();
        int stored = journal.getReceivedCounter();

        await().until(() -> journal.getReceivedCounter() > stored + 2);

        assertThat(sweeps.done.size()).isLessThanOrEqualTo(before + 1);
    }

    /** In the place of the bean that asks Twilio. */
    public final class Sweeps {
        private final List<String> done = new CopyOnWriteArrayList<>();

        public void restore() {
            template.requestBody("direct:restore", List.of(event("one"), event("two")));
            done.add("restored");
        }
    }
}
