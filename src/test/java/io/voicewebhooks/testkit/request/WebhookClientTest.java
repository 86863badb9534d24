package io.voicewebhooks.testkit.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.testkit.simulator.ScriptedApplication;
import io.voicewebhooks.testkit.simulator.ScriptedApplication.Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests arrive at an application. */
class WebhookClientTest {
    private final ScriptedApplication application = new ScriptedApplication();
    private final WebhookClient client = new WebhookClient(ScriptedApplication.ACCOUNT.authToken());
    private final Session session = new Session();

    @AfterEach
    void stop() {
        application.close();
    }

    private Answer post(String pathAndFragment) {
        return send("POST", application.url() + pathAndFragment, false);
    }

    private Answer send(String method, String url, boolean dropped) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("ToCity", "São Paulo");
        parameters.put("From", "+15551230001");
        parameters.put("FromCity", "");
        return client.send(new Webhook(Purpose.INCOMING_CALL, method, url, parameters), session, dropped);
    }

    @Test
    void aPostCarriesTwiliosHeadersAndAFormInItsEncoding() {
        assertThat(post("/voice?mailbox=main#rc=2&rp=all").status()).isEqualTo(204);

        Request request = application.request("/voice");
        assertThat(request.encoded()).isEqualTo("ToCity=S%C3%A3o%20Paulo&From=%2B15551230001&FromCity=");
        assertThat(request.signed()).isTrue();
        assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded; charset=UTF-8");
        assertThat(request.header("User-Agent")).isEqualTo("TwilioProxy/1.1");
        assertThat(request.header("X-Home-Region")).isEqualTo("us1");
        assertThat(request.header("Accept")).isEqualTo("*/*");
        assertThat(request.header("Accept-Encoding")).isEqualTo("gzip");
        assertThat(UUID.fromString(request.header("I-Twilio-Idempotency-Token")))
                .isNotNull();
    }

    @Test
    void aGetCarriesEverythingInTheQueryBehindTheUrlsOwnAndIsSignedOverIt() {
        send("GET", application.url() + "/voice?mailbox=main", false);

        Request request = application.request("/voice");
        assertThat(request.encoded()).isEqualTo("mailbox=main&ToCity=S%C3%A3o%20Paulo&From=%2B15551230001&FromCity=");
        assertThat(request.signed()).isTrue();
        assertThat(request.header("Content-Type")).isNull();
    }

    @Test
    void aRetryHasTheTokenOfTheFirstTry() {
        AtomicInteger tries = new AtomicInteger();
        application.answers(
                "/voice",
                (exchange, request) -> exchange.sendResponseHeaders(tries.incrementAndGet() < 3 ? 503 : 204, -1));

        Answer answer = post("/voice#rc=5&rp=5xx");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.failure()).isEmpty();
        assertThat(answer.tries()).isEqualTo(3);
        assertThat(tokens()).hasSize(1);
    }

    private Set<String> tokens() {
        return application.requests("/voice").stream()
                .map(request -> request.header("I-Twilio-Idempotency-Token"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({"503, '', 1", "503, #rc=2&rp=4xx, 1", "404, #rc=2&rp=4xx, 3", "429, #rc=2&rp=5xx, 1", "500, #rp=all, 2"
    })
    void onlyTheFailuresOfThePolicyAreTriedAgain(int status, String fragment, int tries) {
        application.fails("/voice", status);

        Answer answer = post("/voice" + fragment);

        assertThat(answer.failure()).get().extracting(RequestFailure::code).isEqualTo(11217);
        assertThat(application.requests()).hasSize(tries);
        assertThat(answer.tries()).isEqualTo(tries);
    }

    @Test
    void aConnectionThatIsLostAfterTheRequestArrivedIsAReadFailure() {
        Answer lost = send("POST", application.url() + "/voice", true);
        assertThat(lost.failure()).get().extracting(RequestFailure::code).isEqualTo(11205);
        assertThat(application.requests()).hasSize(1);

        Answer again = send("POST", application.url() + "/voice#rc=1&rp=rt", true);
        assertThat(again.status()).isEqualTo(204);
        assertThat(application.requests()).hasSize(3).allMatch(Request::signed);
        assertThat(application.requests().get(1).encoded())
                .isEqualTo(application.requests().get(2).encoded());
        assertThat(tokens()).hasSize(2);
    }

    @Test
    void whoIsTooSlowHasFailed() {
        CountDownLatch end = new CountDownLatch(1);
        application.answers("/voice", (exchange, request) -> {
            try {
                end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        Answer read = post("/voice#rt=200");
        Answer total = post("/voice#tt=200&rc=5&rp=all");
        end.countDown();

        assertThat(read.failure()).get().extracting(RequestFailure::code).isEqualTo(11200);
        assertThat(total.failure()).get().extracting(RequestFailure::code).isEqualTo(11203);
        assertThat(total.tries()).isEqualTo(1);
    }

    @Test
    void nobodyListensIsTriedOnceMore() {
        String url = application.url();
        application.close();

        Answer answer = send("POST", url + "/voice", false);

        assertThat(answer.failure()).get().extracting(RequestFailure::code).isEqualTo(11202);
        assertThat(answer.tries()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"voice", "ftp://host/voice", "http://under_score.example.com/voice", "https://h/a b"})
    void whatIsNoUrlIsNotAsked(String url) {
        Answer answer = send("POST", url, false);

        assertThat(answer.failure()).get().extracting(RequestFailure::code).isEqualTo(11100);
        assertThat(answer.tries()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"302, GET", "307, POST"})
    void redirectsAreFollowedAndSigned(int status, String method) {
        application.answers("/voice", (exchange, request) -> {
            exchange.getResponseHeaders().set("Location", "/moved?to=here");
            exchange.sendResponseHeaders(status, -1);
        });

        assertThat(post("/voice").url()).isEqualTo(application.url() + "/moved?to=here");

        assertThat(application.request("/moved").method()).isEqualTo(method);
        assertThat(application.request("/moved").signed()).isTrue();
    }

    @Test
    void aCircleOfRedirectsEnds() {
        application.answers("/voice", (exchange, request) -> {
            exchange.getResponseHeaders().set("Location", "/voice");
            exchange.sendResponseHeaders(302, -1);
        });

        assertThat(post("/voice").failure())
                .get()
                .extracting(RequestFailure::code)
                .isEqualTo(11215);
        assertThat(application.requests()).hasSize(11);
    }

    @Test
    void userAndPasswordAreSentOnceTheyAreAskedForAndNotSigned() {
        application.answers("/voice", (exchange, request) -> {
            boolean known = "Basic YW5uYTpzZWNyZXQ=".equals(request.header("Authorization"));
            exchange.sendResponseHeaders(known ? 204 : 401, -1);
        });
        String url = application.url().replace("://", "://anna:secret@") + "/voice";

        assertThat(send("POST", url, false).status()).isEqualTo(204);
        assertThat(send("POST", url, false).status()).isEqualTo(204);

        assertThat(application.requests()).hasSize(3).allMatch(Request::signed);
        assertThat(application.requests().get(0).header("Authorization")).isNull();
    }

    @Test
    void cookiesComeBack() {
        application.answers("/voice", (exchange, request) -> {
            exchange.getResponseHeaders().set("Set-Cookie", "menu=2; Path=/");
            exchange.sendResponseHeaders(204, -1);
        });

        post("/voice");
        post("/next");

        assertThat(application.request("/next").header("Cookie")).isEqualTo("menu=2");
    }

    @Test
    void aPackedAnswerIsUnpacked() {
        application.answers("/voice", (exchange, request) -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write("<Response/>".getBytes(StandardCharsets.UTF_8));
            }
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.size());
            packed.writeTo(exchange.getResponseBody());
        });

        assertThat(post("/voice").body()).asString(StandardCharsets.UTF_8).isEqualTo("<Response/>");
    }

    @Test
    void thePortOfAnHttpsUrlIsNotSignedAndThatOfAnHttpUrlIs() throws Exception {
        assertThat(WebhookUrl.of("https://u:p@Host.example.com:8443/a%3Ab?c=%2B#rc=1")
                        .signed())
                .isEqualTo("https://Host.example.com/a%3Ab?c=%2B");
        assertThat(WebhookUrl.of("http://host.example.com:8080/voice").signed())
                .isEqualTo("http://host.example.com:8080/voice");
    }
}
