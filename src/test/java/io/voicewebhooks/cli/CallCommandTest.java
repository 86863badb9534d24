package io.voicewebhooks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.simulator.ScriptedApplication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code call}: what it prints, and its exit status. */
class CallCommandTest {
    private static final String API_KEY = "SK" + "1".repeat(32);

    private final ScriptedApplication application = new ScriptedApplication();

    @AfterEach
    void stop() {
        application.close();
    }

    private record Run(int status, String out, String err) {}

    private Run call(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "call", "--url", application.url() + "/voice", "--from", "+15551230001", "--to", "+15558675310"));
        line.addAll(List.of("--media-wait", "0s"));
        if (!List.of(more).contains("--media-port")) {
            line.addAll(List.of("--media-port", "0"));
        }
        line.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                CallCommandTest::configuration,
                System::getenv);
        int status = Commands.run(terminal, line.toArray(String[]::new));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static CamelContext configuration() {
        Properties properties = new Properties();
        properties.setProperty("twilio.account-sid", ScriptedApplication.ACCOUNT.sid());
        properties.setProperty("twilio.auth-token", ScriptedApplication.ACCOUNT.authToken() + ",old-token");
        properties.setProperty("twilio.api-key-sid", API_KEY);
        properties.setProperty("twilio.api-key-secret", "secret");
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(properties);
        return context;
    }

    @Test
    void aCallIsPrintedAsItGoesOnAndTheStatusIsZero() {
        application.says("/voice", "<Gather numDigits=\"1\" action=\"/menu\"><Say>Press 1.</Say></Gather>");
        application.says("/menu", "<Dial action=\"/end\">+15550009999</Dial>");
        application.says("/end", "<Record/>");

        Run run = call("--press", "1", "--callee", "busy", "--status-callback", application.url() + "/status");

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()
                        .replaceAll("\\d+ ms", "N ms")
                        .replaceAll("CA[0-9a-f]{32}", "CA...")
                        .replaceAll("http://127.0.0.1:\\d+", "URL"))
                .isEqualTo("""
                          0:00  caller        +15551230001 calls +15558675310, CA...
                          0:00  Twilio        POST /voice -> 200 text/xml in N ms
                          0:00  caller        hears "Press 1."
                          0:01  caller        presses 1
                          0:01  Twilio        POST /menu -> 200 text/xml in N ms
                          0:02  +15550009999  is done: busy
                          0:02  Twilio        POST /end -> 200 text/xml in N ms
                          0:02  caller        hears a beep
                          0:02  caller        speaks for 3 s
                          0:05  caller        hangs up
                          0:05  Twilio        POST /end -> 200 text/xml in N ms
                          0:05  Twilio        the call is over: completed after 5 s
                          0:05  Twilio        POST /status (completed) -> 204 in N ms
                          0:05  media         nobody fetched the recording within 0 s; does the application know URL?
                        """);
    }

    /** As the application would, which then uses nothing else for media. */
    @Test
    void theApiKeyOfTheAccountFetchesRecordingsToo() throws Exception {
        AtomicInteger status = new AtomicInteger();
        application.says("/voice", "<Record recordingStatusCallback=\"/recorded\"/>");
        application.answers("/recorded", (exchange, request) -> {
            try {
                status.set(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(request.parameter("RecordingUrl")))
                                        .header(
                                                "Authorization",
                                                "Basic "
                                                        + Base64.getEncoder()
                                                                .encodeToString((API_KEY + ":secret").getBytes()))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ScriptedApplication.send(exchange, 204, "text/plain", "");
        });

        call();

        assertThat(status).hasValue(200);
    }

    @ParameterizedTest
    @CsvSource({
        "text/xml, <Response>, 12100: not well-formed",
        "application/json, {}, 12300: the Content-Type \"application/json\" is no TwiML",
        "text/xml, <Reply/>, 12102: the root is <Reply>"
    })
    void brokenTwimlIsNamedAndTheStatusIsOne(String type, String body, String problem) {
        application.serves("/voice", type, body);

        Run run = call();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(problem);
    }

    @Test
    void anApplicationThatFailsOrIsNotThereIsAStatusOfOne() {
        assertThat(call("--fallback-url", "http://127.0.0.1:1/").err())
                .contains("11770", "11202", "(POST http://127.0.0.1:1/)");

        application.fails("/voice", 500);
        assertThat(call().status()).isEqualTo(1);
    }

    @Test
    void aFallbackThatIsHeardIsAStatusOfOne() {
        application.says("/voice", "<Redirect>/flow</Redirect>");
        application.answers("/flow", (exchange, request) -> {
            exchange.getResponseHeaders().set("Voice-Webhooks", "fallback");
            ScriptedApplication.send(exchange, 200, "text/xml", "<Response><Say>Sorry.</Say></Response>");
        });

        Run run = call();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("!!            the application answers with its fallback (POST /flow)")
                .contains("hears \"Sorry.\"");
        assertThat(run.err().lines())
                .containsExactly(
                        "A flow failed; the log of the application says why:",
                        "  the application answers with its fallback (POST /flow)");

        Run load = call("--calls", "5", "--rate", "200");

        assertThat(load.status()).isEqualTo(1);
        assertThat(load.out())
                .containsPattern("with problems +5\n")
                .contains("5 times: the application answers with its fallback (POST /flow)");
    }

    @Test
    void anAnswerThatComesTooLateIsAStatusOfOne() {
        CountDownLatch end = new CountDownLatch(1);
        application.answers("/slow", (exchange, request) -> {
            try {
                end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        application.says("/voice", "<Redirect>/slow#tt=200</Redirect>");

        Run run = call();
        end.countDown();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("POST /slow -> no answer in ");
        assertThat(run.err()).contains("11203: no reply within the time that Twilio has for all tries (POST /slow)");
    }

    @Test
    void aRefusedCallbackIsAStatusOfOne() {
        application.says("/voice", "<Hangup/>").fails("/status", 503);

        Run run = call("--status-callback", application.url() + "/status");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("(completed) -> 503");
    }

    @Test
    void whatCannotBeUnderstoodIsAStatusOfTwoAndTwoLines() {
        Run run = call("--volume", "11");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "unknown option: --volume; nearest: --callee",
                        "java -jar voice-webhooks.jar call --help lists what can be typed");
        assertThat(application.requests()).isEmpty();
    }

    @Test
    void aMediaPortThatIsTakenIsNamedWithAWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = call("--media-port", String.valueOf(taken.getLocalPort()));

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("port " + taken.getLocalPort(), "--media-port");
        }
    }

    /** As it is configured in production, behind a proxy that removes the path prefix. */
    @Test
    void anApplicationIsCalledOnThisMachineThoughItSignsForItsPublicUrl() {
        String known = "https://voice.example.com/hooks";
        application.isKnownAs(known);
        application.says("/voice", "<Redirect>" + known + "/menu?context.a=b#rc=1</Redirect>");
        application.answers("/menu", (exchange, request) -> {
            exchange.getResponseHeaders().set("Location", known + "/menu-2");
            exchange.sendResponseHeaders(307, -1);
        });
        application.says("/menu-2", "<Dial action=\"end\" method=\"GET\">+15550009999</Dial>");
        application.says("/end", "<Hangup/>");

        Run run = call("--public-url", known + "/", "--status-callback", application.url() + "/status");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("POST /hooks/voice -> 200", "POST /hooks/status (completed) -> 204");
        assertThat(application.requests().stream().map(ScriptedApplication.Request::path))
                .containsExactly("/voice", "/menu", "/menu-2", "/end", "/status");
        assertThat(application.requests()).allMatch(ScriptedApplication.Request::signed);
    }

    @Test
    void aPublicUrlWithAQueryIsNotUnderstood() {
        assertThat(call("--public-url", "https://voice.example.com/?a").err())
                .startsWith("--public-url is scheme, host,");
    }

    @Test
    void manyCallsEndInATableOfOutcomesAndTimes() {
        application.says("/voice", "<Dial action=\"/end\">+15550009999</Dial>").says("/end", "<Reject/>");
        application.fails("/status", 503);

        Run run = call("--calls", "30", "--rate", "200", "--status-callback", application.url() + "/status");

        assertThat(run.status()).isEqualTo(1);
        assertThat(application.requests("/voice").stream().map(request -> request.parameter("CallSid")))
                .hasSize(30)
                .doesNotHaveDuplicates();
        assertThat(run.out())
                .containsPattern("30 calls in \\d+\\.\\d s, \\d+\\.\\d a second")
                .containsPattern("completed +30\n")
                .containsPattern("with problems +30\n")
                .containsPattern("request +number +failed +p50 +p95 +p99 +max\n")
                .containsPattern("incoming call +30 +0( +\\d+\\.\\d m?s){4}\n")
                .containsPattern("action +30 +0( +\\d+\\.\\d m?s){4}\n")
                .containsPattern("call status +30 +30( +\\d+\\.\\d m?s){4}\n")
                .contains("30 times: 11217: the application answered 503 (POST /status)");
    }
}
