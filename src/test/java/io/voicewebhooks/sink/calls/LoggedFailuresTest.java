package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that were not answered as they were meant to be. */
class LoggedFailuresTest {
    private final String call = Twilio.callSid();
    private final Gate gate = new Gate();
    private Application application;
    private LogFile log;

    /** What the slow flow waits for. */
    public static final class Gate {
        private final CountDownLatch open = new CountDownLatch(1);

        public void pass() throws InterruptedException {
            open.await();
        }
    }

    @BeforeEach
    void start(@TempDir Path dir) throws IOException {
        RouteFolder routes = RouteFolder.copiedTo(dir).write("flow-slow.camel.yaml", """
                - route:
                    id: slow
                    routeConfigurationId: incoming
                    from:
                      uri: platform-http:/voice/slow
                      steps:
                        - process: { ref: twilioSignature }
                        - bean: { ref: gate, method: pass }
                        - bean: { ref: twiml, method: reply('goodbye') }
                """);
        application = Application.with(dir.resolve("data"))
                .routes(routes.pattern())
                .set(routes.settings())
                .set("voice.sink.calls.enabled", "true")
                .set("voice.incoming.deadline", "300ms")
                .bean("gate", gate)
                .start();
        log = LogFile.of(dir.resolve("data").resolve("calls.db"));
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private List<Map<String, Object>> exchanges(int number) {
        return await().until(() -> log.exchanges(call), rows -> rows.size() == number);
    }

    @Test
    void aRequestThatHitTheDeadlineHasItsFallbackOnce() {
        application.twilio().post("/voice/slow", Twilio.call(call));
        gate.open.countDown();
        // the route ends, and another request after it
        await().until(() -> application.context().getInflightRepository().size("slow") == 0);
        application.twilio().post("/voice/fallback", Twilio.call(call));

        List<Map<String, Object>> exchanges = exchanges(2);

        assertThat(exchanges).extracting(row -> row.get("route")).containsExactly("slow", "incoming-call-fallback");
        assertThat(exchanges).allSatisfy(row -> assertThat(row)
                .containsEntry("fallback", 1)
                .containsEntry("status", 200)
                .hasEntrySatisfying("reply", reply -> assertThat((String) reply).contains("cannot be taken")));
        assertThat((Integer) exchanges.get(0).get("millis")).isGreaterThanOrEqualTo(300);
        assertThat(log.call(call)).containsEntry("flow", "fallback");
    }

    @Test
    void whatCannotBeStoredIsAnExchangeWith503AndItsParameters() throws Exception {
        Journal.of(application.context()).stop();
        application.twilio().post("/voice/status", Twilio.status(call, "completed"));
        application.twilio().post("/voice/incoming", Twilio.call(call));

        List<Map<String, Object>> exchanges = exchanges(2);

        assertThat(exchanges)
                .allSatisfy(row -> assertThat((String) row.get("parameters")).contains("\"To\":\"+1"));
        assertThat(exchanges.get(0))
                .containsEntry("status", 503)
                .containsEntry("reply", "the event cannot be stored now");
        assertThat(log.ask("select * from event")).isEmpty();
    }

    @Test
    void credentialsOfACallAndRequestsThatAreNotTwiliosAreNotKept() {
        application.twilio().post("/voice/fallback", Twilio.with(Twilio.call(call), "CallToken", "s3cret"));
        application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "busy"), "forged");
        application.twilio().post("/voice/fallback", Twilio.call(call));

        assertThat(exchanges(2)).allSatisfy(row -> assertThat((String) row.get("parameters"))
                .contains("CallSid")
                .doesNotContain("s3cret"));
        assertThat(log.ask("select * from call")).hasSize(1);
    }
}
