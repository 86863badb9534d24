package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A flow of a user's own that asks a server which does not answer. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class DeadlineTest {
    private static final String ROUTE = """
            - route:
                id: %1$s
                routeConfigurationId: %2$s
                from:
                  uri: platform-http:/voice/%1$s
                  steps:
                    - process: { ref: twilioSignature }
                    - setBody: { constant: "" }
                    - to:
                        uri: "{{crm.url}}"
                        parameters: { httpMethod: POST, bridgeEndpoint: true, copyHeaders: false }
                    - bean: { ref: twiml, method: reply('hangup') }
            """;

    private static final String FALLBACK = "your call cannot be taken at the moment";

    private final Semaphore answers = new Semaphore(0);
    private HttpReceiver crm;
    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        crm = HttpReceiver.start();
        crm.answers(post -> {
            answers.acquireUninterruptibly();
            return 204;
        });
        RouteFolder routes = RouteFolder.copiedTo(dir)
                .write("flow-slow.camel.yaml", ROUTE.formatted("slow", "incoming"))
                .write("flow-slowest.camel.yaml", ROUTE.formatted("slowest", "router,incoming"))
                .write("slow-webhook.camel.yaml", ROUTE.formatted("slow-webhook", "webhook"));
        application = Application.with(dir.resolve("data"))
                .routes(routes.pattern())
                .set(routes.settings())
                .set("crm.url", crm.url())
                .set("voice.incoming.deadline", "300ms")
                .start();
    }

    @AfterAll
    void stop() {
        answers.release(100);
        application.close();
        crm.close();
    }

    @Test
    void theCallerHearsTheFallbackMeanwhileAndTheOwnerLearnsWhy() {
        String call = Twilio.callSid();
        try (LogLines log = LogLines.record()) {
            HttpResponse<String> reply = application.twilio().post("/voice/slow", Twilio.call(call));

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
            assertThat(reply.headers().firstValue("Content-Length")).isPresent();
            assertThat(reply.body()).contains(FALLBACK);
            assertThat(log.lines())
                    .contains("ERROR slow has not answered within voice.incoming.deadline = 300ms, the caller hears the"
                            + " fallback");
        }
        answers.release();
        awaitIdle();
        assertThat(application.meter("voice_webhooks_total{kind=\"slow\",outcome=\"fallback\"}"))
                .isEqualTo(1);
        assertThat(application.meter("voice_webhooks_total{kind=\"slow\",outcome=\"accepted\"}"))
                .isZero();
    }

    @Test
    void theLateAnswerIsDroppedAndTheConnectionGoesOn() {
        Twilio twilio = application.twilio();
        assertThat(twilio.post("/voice/slowest", Twilio.call(Twilio.callSid())).body())
                .contains(FALLBACK);
        answers.release();
        awaitIdle();

        answers.release();
        HttpResponse<String> next = twilio.post("/voice/slowest", Twilio.call(Twilio.callSid()));

        assertThat(next.body()).contains("<Hangup/>").doesNotContain(FALLBACK);
        assertThat(application.meter("voice_webhooks_total{kind=\"slowest\",outcome=\"accepted\"}"))
                .isEqualTo(1);
    }

    @Test
    void aRouteThatIsNoFlowHasNoDeadline() {
        CompletableFuture<HttpResponse<String>> reply = CompletableFuture.supplyAsync(
                () -> application.twilio().post("/voice/slow-webhook", Twilio.call(Twilio.callSid())));
        // by then the flow that began later has had its fallback
        await().until(answers::hasQueuedThreads);
        assertThat(application
                        .twilio()
                        .post("/voice/slowest", Twilio.call(Twilio.callSid()))
                        .body())
                .contains(FALLBACK);
        assertThat(reply).isNotDone();

        answers.release(2);
        assertThat(reply.join().body()).contains("<Hangup/>");
        awaitIdle();
    }

    @Test
    void aForgedRequestIsRefusedAtOnce() {
        assertThat(application
                        .twilio()
                        .post("/voice/slow", Twilio.call(Twilio.callSid()), "forged")
                        .statusCode())
                .isEqualTo(403);
    }

    private void awaitIdle() {
        await().until(() -> application.context().getInflightRepository().size("slow") == 0
                && application.context().getInflightRepository().size("slowest") == 0);
    }
}
