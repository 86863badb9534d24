package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Flows of a user's own that go wrong while a caller waits: what is heard, and what the log says. */
@TestInstance(Lifecycle.PER_CLASS)
class FallbackTest {
    private static final String ROUTE = """
            - route:
                id: %1$s
                routeConfigurationId: incoming
                from:
                  uri: platform-http:/voice/%1$s
                  steps:
                    - process: { ref: twilioSignature }
                    # code of a user's, which may set anything as far as the start knows
                    - script: { expression: { simple: "${body}" } }
                    - setVariable: { name: said, simple: "${body[SpeechResult]}" }
                    - setVariable:
                        name: target
                        simple: "${bean:dialPlan?method=allowed(${body[Digits]})}"
                        disabled: "%2$s"
                    - bean: { ref: twiml, method: reply('%1$s') }
            """;

    private Application application;
    private RouteFolder routes;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        routes = RouteFolder.copiedTo(dir)
                .write("flow-markup.camel.yaml", ROUTE.formatted("markup", true))
                .write("twiml/markup.xml", "<Response>{{{said}}}</Response>")
                .write("flow-long.camel.yaml", ROUTE.formatted("long", true))
                .write("twiml/long.xml", "<Response>" + "<Say>{{said}}</Say>".repeat(7) + "</Response>")
                .write("flow-missing.camel.yaml", ROUTE.formatted("missing", true))
                .write("twiml/missing.xml", "<Response><Say>{{nobodySetsThis}}</Say></Response>")
                .write("flow-extension.camel.yaml", ROUTE.formatted("extension", false))
                .write("twiml/extension.xml", "<Response><Dial><Number>{{target}}</Number></Dial></Response>")
                .write(
                        "flow-lookup.camel.yaml",
                        ROUTE.formatted("lookup", true)
                                .replace(
                                        "bean: { ref: twiml, method: reply('lookup') }",
                                        "toD: unknown:${body[Digits]}"))
                .write("flow-unset.camel.yaml", ROUTE.formatted("unset", true))
                .write("twiml/unset.xml", "<Response><Dial><Number>{{target}}</Number></Dial></Response>");
        application = Application.with(dir.resolve("data"))
                .routes(routes.pattern())
                .set(routes.settings())
                .set("call.dial-allowed", "+1555867*")
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        "markup", "<Say>not closed", "twiml/markup.xml: The element type \"Say\" must be terminated"),
                Arguments.of(
                        "long",
                        "x".repeat(10_000),
                        "twiml/long.xml makes a document of 70098 bytes; Twilio takes at most"),
                Arguments.of("missing", "x", "twiml/missing.xml: No method or field with name 'nobodySetsThis'"),
                Arguments.of("extension", "x", "a caller asked for a number that call.dial-allowed does not have"),
                // a parameter of that name would choose whom we call
                Arguments.of("unset", "x", "twiml/unset.xml: No method or field with name 'target'"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theFallbackIsHeardAndTheLogSaysWhy(String flow, String said, String reason) {
        try (LogLines log = LogLines.record()) {
            HttpResponse<String> reply = post(flow, said, "+19005551234");

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
            assertThat(reply.body()).contains("your call cannot be taken at the moment");
            assertThat(log.lines()).anySatisfy(line -> assertThat(line)
                    .startsWith("ERROR " + flow + " failed, the caller hears the fallback: ")
                    .contains(reason));
            assertThat(log.lines()).noneMatch(line -> line.contains("+1900"));
        }
        assertThat(application.meter("voice_webhooks_total{kind=\"" + flow + "\",outcome=\"fallback\"}"))
                .isEqualTo(1);
    }

    /** Nor any other value of the request, whoever quotes it. */
    @Test
    void aTurnThatIsNoNumberIsNotQuoted() {
        try (LogLines log = LogLines.record()) {
            HttpResponse<String> reply = application
                    .twilio()
                    .post("/voice/forward-result?context.turn=no-number", Twilio.call(Twilio.callSid()));

            assertThat(reply.body()).contains("your call cannot be taken at the moment");
            assertThat(log.lines())
                    .contains(
                            "ERROR forward-result failed, the caller hears the fallback: parameter 1 of the method next"
                                    + " is no Integer")
                    .noneMatch(line -> line.contains("no-number"));
        }
    }

    @Test
    void aNumberThatAnEndpointQuotesIsHidden() {
        try (LogLines log = LogLines.record()) {
            assertThat(post("lookup", "x", "+19005551234").body()).contains("your call cannot be taken at the moment");

            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith("ERROR lookup failed") && line.contains("unknown://+***"))
                    .noneMatch(line -> line.contains("1900555"));
        }
    }

    @Test
    void markupOfARouteThatIsWholeIsTaken() {
        assertThat(post("markup", "<Say>closed</Say>", "").body()).isEqualTo("<Response><Say>closed</Say></Response>");
    }

    @Test
    void anExtensionOnTheListIsDialled() {
        assertThat(post("extension", "x", "+15558675399").body()).contains("<Number>+15558675399</Number>");
    }

    @Test
    void anExtensionIsNoExpression() {
        assertThat(post("extension", "x", "${body[To]}").body()).doesNotContain("<Dial");
        assertThat(post("extension", "x", "+15558675399') ${sys.user.home}").body())
                .doesNotContain("<Dial");
    }

    @Test
    void aFallbackWhoseFileIsGoneIsASentenceAllTheSame(@TempDir Path dir) throws IOException {
        RouteFolder own = RouteFolder.copiedTo(dir);
        try (Application other = Application.with(dir.resolve("data"))
                .routes(own.pattern())
                .set(own.settings())
                .start()) {
            own.delete("twiml/fallback.xml");

            HttpResponse<String> reply = other.twilio().post("/voice/fallback", Twilio.call(Twilio.callSid()));

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).contains("<Response><Say>We are sorry").contains("<Hangup/>");
        }
    }

    private HttpResponse<String> post(String flow, String said, String digits) {
        return application
                .twilio()
                .post(
                        "/voice/" + flow,
                        Twilio.with(
                                Twilio.call(Twilio.callSid()),
                                "SpeechResult",
                                said,
                                "Digits",
                                digits,
                                "target",
                                "+19005551234"));
    }
}
