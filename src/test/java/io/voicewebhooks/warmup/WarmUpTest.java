package io.voicewebhooks.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.observe.WarmUpMark;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What the calls of the warm-up do, and above all what they do not. */
class WarmUpTest extends WarmUpScenario {
    @Test
    void eachCallFlowIsWarmAndNothingOfThatIsKeptOrTold() throws Exception {
        try (LogLines log = LogLines.record();
                Application application = warmed().set("voice.sink.file.enabled", "true")
                        .set("voice.sink.calls.enabled", "true")
                        .set("voice.management.token", Operator.TOKEN)
                        .start()) {
            awaitReady(application);

            assertThat(passed)
                    .containsKeys(
                            "incoming-call", "voicemail", "menu-step", "menu-choice", "forward-result", "voicemail-end")
                    .doesNotContainKeys("call-status", "recording-status", "event-router", "sink-file", "sink-calls");
            assertThat(passed.get("incoming-call").get()).isGreaterThan(1);
            assertThat(log.lines())
                    .anyMatch(line -> line.matches("INFO warm after .* calls through 9 call flows"))
                    .noneMatch(line -> isAlarm(line) || line.contains("route="));
            assertThat(application.management("/observe/metrics").body().lines())
                    .filteredOn(line -> line.startsWith("voice_webhook")
                            || line.startsWith("voice_signature")
                            || line.startsWith("voice_unpublished")
                            || line.startsWith("voice_http"))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith(" 0.0") || line.endsWith(" 0"));
            assertThat(application.depth("voice.events")).isZero();

            // the first event of all is that of the first caller
            String call = Twilio.callSid();
            application.twilio().post("/voice/incoming", Twilio.call(call));
            Operator operator = Operator.of(application).withToken(Operator.TOKEN);
            await().untilAsserted(() ->
                    assertThat(operator.get("/operations/events").body()).contains(call));
            assertThat(operator.get("/operations/events").body().split("\"row\""))
                    .hasSize(2);
            assertThat(operator.get("/operations/calls").body().split("\"callSid\""))
                    .hasSize(2);
            assertThat(application.meter("voice_webhooks_total{kind=\"incoming-call\",outcome=\"accepted\"}"))
                    .isEqualTo(1);
        }
    }

    /** In the place of the bean {@code callers}. */
    public static final class Held {
        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();

        public boolean blocked() throws InterruptedException {
            asked.incrementAndGet();
            released.await();
            return false;
        }
    }

    @Test
    void itIsNotReadyBeforeAndAnswersCallersAllTheSame() {
        Held callers = new Held();
        try (Application application = warmed().bean("callers", callers).start()) {
            await().until(() -> callers.asked.get() > 0);

            HttpResponse<String> health = application.management(READY);
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("not warm yet");
            assertThat(application.management("/observe/health/live").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> early = application.twilio().post("/voice/menu", Twilio.call(Twilio.callSid()));
            assertThat(early.body()).contains("<Gather");
            assertThat(application.meter("voice_webhooks_total{kind=\"menu-step\",outcome=\"accepted\"}"))
                    .isEqualTo(1);
            // to know the name of the header is not enough
            Twilio twilio = application.twilio();
            var call = Twilio.call(Twilio.callSid());
            post(twilio, twilio.sign("/voice/menu", call), "0".repeat(64), call);
            assertThat(application.meter("voice_webhooks_total{kind=\"menu-step\",outcome=\"accepted\"}"))
                    .isEqualTo(2);

            callers.released.countDown();
            awaitReady(application);
        }
    }

    @Test
    void withTheTokenASignatureIsNeededAllTheSame() {
        try (Application application = Application.with(dir.resolve("data")).start()) {
            WarmUpMark mark = WarmUpMark.of(application.context());
            String token = mark.begin();
            Twilio twilio = application.twilio();
            var call = Twilio.call(Twilio.callSid());
            String accepted = "voice_webhooks_total{kind=\"menu-step\",outcome=\"accepted\"}";

            assertThat(post(twilio, "A".repeat(27) + "=", token, call)).isEqualTo(403);
            assertThat(post(twilio, twilio.sign("/voice/menu", call), token, call))
                    .isEqualTo(200);
            assertThat(application.meter(accepted)).isZero();
            assertThat(post(
                            twilio,
                            twilio.sign("/voice/menu", call),
                            WarmUpMark.of(new DefaultCamelContext()).begin(),
                            call))
                    .isEqualTo(200);
            assertThat(application.meter(accepted)).isEqualTo(1);
        }
    }

    private static int post(Twilio twilio, String signature, String token, List<Map.Entry<String, String>> call) {
        return twilio.send(HttpRequest.newBuilder(twilio.posting("/voice/menu", call, signature), (name, value) -> true)
                        .header(WarmUpMark.HEADER, token)
                        .build())
                .statusCode();
    }

    @Test
    void nothingThatAUserAddedIsRun() throws Exception {
        RouteFolder routes = RouteFolder.copiedTo(dir);
        AtomicInteger counter = new AtomicInteger();
        String[] steps = {
            "- bean: { ref: counter, method: incrementAndGet }",
            "- setBody: { simple: '${bean:counter?method=incrementAndGet}' }",
            "- setVariable: { name: a, method: { ref: counter, method: incrementAndGet } }",
            "- choice: { when: [ { simple: '${bean:counter?method=incrementAndGet} > 9',"
                    + " steps: [ { to: direct:rejected } ] } ] }",
            "- filter: { simple: \"${ref:counter.incrementAndGet} == 0\", steps: [ { to: direct:rejected } ] }",
            "- to: bean:counter?method=incrementAndGet",
            "- toD: bean:counter?method=incrementAndGet",
            "- wireTap: { uri: 'bean:counter?method=incrementAndGet' }",
            "- to: direct:effect",
            "- to: direct://effect?block=false",
            "- to: '{{effect}}'",
            "- to: direct:effect-behind-a-key",
            "- setBody: { simple: 'resource:file:" + dir.resolve("effect.simple") + "' }",
            "- doTry: { steps: [ { bean: { ref: counter, method: incrementAndGet } } ] }",
        };
        StringBuilder file = new StringBuilder("""
                - route:
                    id: effect
                    from:
                      uri: direct:effect
                      steps:
                        - bean: { ref: counter, method: incrementAndGet }
                - route:
                    id: effect-behind-a-key
                    from:
                      uri: '{{effect-behind-a-key}}'
                      steps:
                        - bean: { ref: counter, method: incrementAndGet }
                - route:
                    id: rejected
                    routeConfigurationId: incoming
                    from:
                      uri: direct:rejected
                      steps:
                        - bean: { ref: twiml, method: "reply('reject')" }
                """);
        for (int i = 0; i < steps.length; i++) {
            file.append("""
                    - route:
                        id: effect-%1$d
                        routeConfigurationId: incoming
                        from:
                          uri: platform-http:/voice/effect-%1$d
                          steps:
                            - process: { ref: twilioSignature }
                            %2$s
                            - bean: { ref: twiml, method: "reply('hangup')" }
                    """.formatted(i, steps[i]));
        }
        Files.writeString(dir.resolve("effect.simple"), "${bean:counter?method=incrementAndGet}");
        routes.write("flow-effects.camel.yaml", file.toString());
        try (LogLines log = LogLines.record();
                Application application = warmed().routes(routes.pattern())
                        .set(routes.settings())
                        .set("effect", "direct:effect")
                        .set("effect-behind-a-key", "direct:effect-behind-a-key")
                        .bean("counter", counter)
                        .start()) {
            awaitReady(application);

            assertThat(counter).hasValue(0);
            assertThat(passed).containsKey("effect-0").containsKey("effect-" + (steps.length - 1));
            assertThat(log.lines()).anyMatch(line -> line.contains("not beyond effect-0: bean"));
            // callers come by them as ever
            application.twilio().post("/voice/effect-0", Twilio.call(Twilio.callSid()));
            assertThat(counter).hasValue(1);
        }
    }
}
