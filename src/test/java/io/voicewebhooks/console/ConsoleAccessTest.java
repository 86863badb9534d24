package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.RawRequest.Reply;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets what of the console, and what browsers are told of it. */
@TestInstance(Lifecycle.PER_CLASS)
class ConsoleAccessTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private Application guarded;
    private Application open;

    @BeforeAll
    void start(@TempDir Path guardedDir, @TempDir Path openDir) {
        guarded = Application.with(guardedDir)
                .set("voice.sink.file.enabled", "true")
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.management.hosts", "voice.ops.example")
                .start();
        open = Application.with(openDir).set("voice.sink.file.enabled", "true").start();
    }

    @AfterAll
    void stop() {
        guarded.close();
        open.close();
    }

    static Stream<String> pages() {
        return Stream.of(
                "/",
                "/sinks",
                "/sinks/file/pause",
                "/deliveries",
                "/deliveries/redrive",
                "/health",
                "/routes",
                "/calls",
                "/live");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageNeedsTheLoginAndLeadsThereAndBack(String path) {
        Visitor visitor = Visitor.of(guarded);
        HttpResponse<String> refused = visitor.get(path + "?x=a%20b");
        assertThat(refused.statusCode()).isEqualTo(303);
        assertThat(refused.body()).isEmpty();
        String login = refused.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> form = visitor.get(login);
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body()).doesNotContain(Operator.TOKEN, Twilio.TOKEN, Twilio.ACCOUNT);
        String next = Visitor.document(form)
                .getElementsByTagName("input")
                .item(0)
                .getAttributes()
                .getNamedItem("value")
                .getNodeValue();

        HttpResponse<String> entered = visitor.post("/login", "token", Operator.TOKEN, "next", next);

        assertThat(entered.statusCode()).isEqualTo(303);
        assertThat(entered.headers().firstValue("Location")).contains(path + "?x=a%20b");
        assertThat(entered.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("voice-console-\\d+=[A-Za-z0-9_-]{43}; Path=/; HTTPOnly; SameSite=Strict");
        HttpResponse<String> page = visitor.get(path);
        // there is no call log here
        assertThat(page.statusCode()).isEqualTo(path.equals("/calls") || path.equals("/live") ? 503 : 200);
        assertThat(page.body()).doesNotContain(Operator.TOKEN, Twilio.TOKEN);
        Visitor.document(page);
    }

    @Test
    void theFrontPageLeadsToWhatProgramsRead() {
        Operator operator = Operator.of(guarded);
        List<String> links = Pattern.compile("href=\"(/(?:observe|operations)/[^\"]+)\"")
                .matcher(operator.get("/").body())
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links)
                .contains("/observe/health", "/observe/metrics", "/operations/deliveries")
                .allSatisfy(link -> assertThat(operator.get(link).statusCode()).isEqualTo(200));
    }

    @Test
    void aScriptThatAsksForAPartIsSentToTheLoginAsAWhole() {
        HttpResponse<String> part =
                Visitor.of(guarded).send(Visitor.of(guarded).request("/").header("HX-Request", "true"));

        assertThat(part.statusCode()).isEqualTo(401);
        assertThat(part.headers().firstValue("HX-Redirect")).contains("/login?next=%2F");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/\t/evil.example",
                "/x\r\nA: b",
                ""
            })
    void nobodyIsLedElsewhereAfterTheLogin(String next) {
        HttpResponse<String> entered = Visitor.of(guarded).post("/login", "token", Operator.TOKEN, "next", next);

        assertThat(entered.headers().firstValue("Location")).contains("/");
        assertThat(entered.headers().map()).doesNotContainKey("A");
    }

    @Test
    void theBearerTokenOpensPagesTooAndAWrongOneDoesNot() {
        assertThat(Operator.of(guarded).get("/").statusCode()).isEqualTo(200);
        assertThat(Operator.of(guarded).withToken("wrong").get("/").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aCookieOfNobodyOpensNothing() {
        String name = Visitor.loggedIn(guarded).cookie().orElseThrow().replaceFirst("=.*", "");
        for (String value : List.of("", "x", "1", "session+1", "A".repeat(43))) {
            Visitor visitor = Visitor.of(guarded);
            assertThat(visitor.send(visitor.request("/").header("Cookie", name + "=" + value))
                            .statusCode())
                    .isEqualTo(303);
        }
    }

    @Test
    void twoBrowsersAreTwoSessionsAndOneLogsOutAlone() {
        Visitor one = Visitor.loggedIn(guarded);
        Visitor other = Visitor.loggedIn(guarded);
        assertThat(one.cookie()).isNotEqualTo(other.cookie());

        assertThat(one.post("/logout").statusCode()).isEqualTo(303);

        assertThat(one.get("/").statusCode()).isEqualTo(303);
        assertThat(other.get("/").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, none",
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://127.0.0.1",
        "X-Nothing, x"
    })
    void aFormOfAnotherPageDoesNothing(String header, String value) {
        Visitor visitor = Visitor.loggedIn(guarded);
        for (String path : List.of("/logout", "/login")) {
            HttpResponse<String> refused =
                    visitor.send(visitor.form(path, "token", Operator.TOKEN).header(header, value));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        }
        assertThat(visitor.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void aFormOfOurPagesIsTakenByItsOriginWhereTheBrowserTellsNoMore() {
        Visitor visitor = Visitor.loggedIn(guarded);
        HttpRequest.Builder form = visitor.form("/logout").header("Origin", guarded.managementUrl());
        assertThat(visitor.send(form).statusCode()).isEqualTo(303);
    }

    @Test
    void wrongTokensAreLoggedAndWaitAndTheRightOneIsTakenMeanwhile(@TempDir Path dir) {
        try (Application application = Application.with(dir)
                        .set("voice.management.token", Operator.TOKEN)
                        .start();
                LogLines log = LogLines.record()) {
            List<Integer> guesses = IntStream.range(0, 40)
                    .parallel()
                    .mapToObj(each -> Visitor.of(application).post("/login", "token", "guessed" + each))
                    .peek(answer -> assertThat(answer.body()).doesNotContain("guessed", Operator.TOKEN))
                    .map(HttpResponse::statusCode)
                    .toList();

            assertThat(guesses).hasSize(40).isSubsetOf(401, 429);
            assertThat(Visitor.loggedIn(application).get("/").statusCode()).isEqualTo(200);
            await().atMost(LIMIT).untilAsserted(() -> {
                long begin = System.nanoTime();
                Operator.of(application).withToken("wrong").get("/operations/sinks");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            });
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("POST /login is refused: wrong token, from 127.0.0.1"));
            assertThat(log.lines()).noneMatch(line -> line.contains("guessed") || line.contains(Operator.TOKEN));
        }
    }

    @Test
    void withoutATokenThisMachineReadsAndChangesNothing() {
        Visitor visitor = Visitor.of(open);
        assertThat(visitor.get("/").statusCode()).isEqualTo(200);
        assertThat(visitor.get("/").body()).contains("Read only, with numbers masked");
        HttpResponse<String> refused = visitor.post("/logout");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("voice.management.token");
        assertThat(visitor.post("/login", "token", "").statusCode()).isEqualTo(403);
        assertThat(visitor.cookie()).isEmpty();
    }

    /** A proxy on this machine makes every stranger a neighbour. */
    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"})
    void withoutATokenWhatAProxyPassesOnIsToldWhatToConfigure(String header) {
        Visitor visitor = Visitor.of(open);
        HttpResponse<String> refused = visitor.send(visitor.request("/").header(header, "203.0.113.9"));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("voice.management.token").doesNotContain("State of the line");
    }

    @Test
    void anotherHostGetsNothingOfIt() {
        for (String path : List.of("/", "/login", "/nothing")) {
            Reply reply = RawRequest.get(path).host("evil.example").sendTo(guarded.managementUrl());
            assertThat(reply.status()).isEqualTo(421);
        }
        assertThat(RawRequest.get("/login")
                        .host("voice.ops.example")
                        .sendTo(guarded.managementUrl())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/login",
                "/nothing",
                "/assets/1/console.css",
                "/assets/1/..%2f..%2fhtmx.min.js",
                "/operations/sinks"
            })
    void eachAnswerTellsBrowsersWhatTheyMayNot(String path) {
        for (String method : List.of("GET", "POST", "DELETE")) {
            HttpResponse<String> answer = Visitor.of(guarded)
                    .send(Visitor.of(guarded).request(path).method(method, HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none'; script-src 'self';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void whatIsNotThereOrNotSoIsASmallPage() {
        Visitor visitor = Visitor.of(guarded);
        HttpResponse<String> missing = visitor.get(
                "/nothing/<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E"));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(Visitor.document(missing).getElementsByTagName("h1").item(0).getTextContent())
                .isEqualTo("There is nothing here");
        assertThat(missing.body()).doesNotContain("alert");
        HttpResponse<String> wrong =
                visitor.send(visitor.request("/").method("DELETE", HttpRequest.BodyPublishers.noBody()));
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).contains("GET");
        assertThat(visitor.get("//").statusCode()).isNotEqualTo(200);
        assertThat(Operator.of(guarded).get("/operations/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void assetsAreKeptByBrowsersAndAPageIsLight() {
        Visitor visitor = Visitor.loggedIn(guarded);
        String page = visitor.get("/").body();
        List<String> assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"")
                .matcher(page)
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(assets).hasSize(4);
        int weight = page.length();
        for (String asset : assets) {
            HttpResponse<String> answer = visitor.send(visitor.request(asset).header("Accept-Encoding", "gzip, br"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
            weight += Integer.parseInt(
                    answer.headers().firstValue("Content-Length").orElseThrow());
        }
        assertThat(weight).isLessThan(60_000);
        assertThat(visitor.get(assets.get(1)).body()).startsWith("/* The console's one stylesheet");
        assertThat(visitor.get("/assets/0/console.css").statusCode()).isEqualTo(404);
    }
}
