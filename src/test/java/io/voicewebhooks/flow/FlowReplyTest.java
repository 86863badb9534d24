package io.voicewebhooks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Call flows that end without the bean twiml: what is TwiML is taken, the fallback is heard instead of anything else. */
@TestInstance(Lifecycle.PER_CLASS)
class FlowReplyTest {
    private static final String ROUTE = """
            - route:
                id: %1$s
                routeConfigurationId: incoming
                errorHandler: %2$s
                from:
                  uri: platform-http:/voice/%1$s
                  steps:
                    - process: { ref: twilioSignature }
                    # code of a user's, which may reply as far as the start knows
                    - script: { expression: { simple: "${body}" } }
                    - process: { ref: ending }
            """;

    /** What the route does last. */
    private volatile Processor last;

    private Application application;

    @BeforeAll
    void start(@TempDir Path dir) throws IOException {
        RouteFolder routes = RouteFolder.copiedTo(dir)
                .write("flow-own.camel.yaml", ROUTE.formatted("own", "{ defaultErrorHandler: {} }"))
                .write("flow-careless.camel.yaml", ROUTE.formatted("careless", "{ noErrorHandler: {} }"));
        Processor ending = exchange -> last.process(exchange);
        application = Application.with(dir.resolve("data"))
                .routes(routes.pattern())
                .set(routes.settings())
                .bean("ending", ending)
                .start();
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @Test
    void theParametersAreNoReply() {
        isAnsweredWithTheFallback(exchange -> {}, "the body is a SignedParameters");
    }

    @Test
    void anEmptyReplyIsNone() {
        isAnsweredWithTheFallback(exchange -> exchange.getMessage().setBody(null), "the body is empty");
        isAnsweredWithTheFallback(
                exchange -> {
                    exchange.getMessage().setBody(null);
                    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
                },
                "the body is empty");
    }

    @ParameterizedTest
    @CsvSource({
        "'', accepted, Content is not allowed in prolog.",
        "'', <Response><Say>, XML document structures must start and end within the same entity.",
        "text/xml, <html/>, the root element is <html>",
        "text/plain, thank you, its Content-Type is text/plain",
        "application/json, <Response/>, its Content-Type is application/json"
    })
    void anotherTextIsNone(String type, String body, String reason) {
        isAnsweredWithTheFallback(
                exchange -> {
                    exchange.getMessage().setBody(body);
                    if (!type.isEmpty()) {
                        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
                    }
                },
                reason);
    }

    @Test
    void anExceptionThatTheRouteDoesNotHandleIsNone() {
        isAnsweredWithTheFallback(
                "careless",
                exchange -> {
                    throw new IllegalStateException("out of luck");
                },
                "java.lang.IllegalStateException: out of luck");
    }

    @ParameterizedTest
    @CsvSource({"'', text/xml; charset=utf-8", "application/xml, application/xml"})
    void twimlThatIsMadeInAnotherWayIsTaken(String type, String sent) {
        HttpResponse<String> reply = post(exchange -> {
            exchange.getMessage().setBody("<Response><Say>Grüß Gott</Say></Response>");
            if (!type.isEmpty()) {
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
            }
        });

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains(sent);
        assertThat(reply.headers().firstValue("Voice-Webhooks")).isEmpty();
        assertThat(reply.body()).isEqualTo("<Response><Say>Grüß Gott</Say></Response>");
    }

    @Test
    void audioAndAStatusThatTheRouteChoseAreTaken() {
        HttpResponse<String> audio = post(exchange -> {
            exchange.getMessage().setBody(new byte[] {1, 2, 3});
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "audio/mpeg");
        });
        HttpResponse<String> refused =
                post(exchange -> exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 500));

        assertThat(audio.headers().firstValue("Content-Type")).contains("audio/mpeg");
        assertThat(audio.body()).hasSize(3);
        assertThat(refused.statusCode()).isEqualTo(500);
    }

    private void isAnsweredWithTheFallback(Processor ending, String reason) {
        isAnsweredWithTheFallback("own", ending, reason);
    }

    private void isAnsweredWithTheFallback(String route, Processor ending, String reason) {
        double before = fallbacks(route);
        try (LogLines log = LogLines.record()) {
            HttpResponse<String> reply = post(route, ending);

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
            assertThat(reply.headers().firstValue("Voice-Webhooks")).contains("fallback");
            assertThat(reply.body()).contains("your call cannot be taken at the moment");
            assertThat(log.lines())
                    .contains("ERROR " + route + " makes no TwiML, the caller hears the fallback: " + reason);
        }
        assertThat(fallbacks(route)).isEqualTo(before + 1);
    }

    private double fallbacks(String route) {
        return application.meter("voice_webhooks_total{kind=\"" + route + "\",outcome=\"fallback\"}");
    }

    private HttpResponse<String> post(Processor ending) {
        return post("own", ending);
    }

    private HttpResponse<String> post(String route, Processor ending) {
        last = ending;
        return application.twilio().post("/voice/" + route, Twilio.call(Twilio.callSid()));
    }
}
