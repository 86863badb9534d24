package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
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

/** Who gets what of the console. */
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
                "/numbers",
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
    void aLogThatIsOffIsNotSaidToBeUp() {
        String health = Visitor.loggedIn(guarded).get("/health").body();

        assertThat(health).containsPattern("calls</th><td><span class=\"state unknown\">unknown");
        assertThat(guarded.management("/observe/health").statusCode()).isEqualTo(200);
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
}
