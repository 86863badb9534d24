package io.voicewebhooks.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.RawRequest.Reply;
import io.voicewebhooks.support.Visitor;
import io.voicewebhooks.testkit.Application;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told of the console, and what they may keep. */
@TestInstance(Lifecycle.PER_CLASS)
class ConsoleAnswersTest {
    private Application guarded;

    @BeforeAll
    void start(@TempDir Path dir) {
        guarded = Application.with(dir)
                .set("voice.management.token", Operator.TOKEN)
                .set("voice.management.hosts", "voice.ops.example")
                .start();
    }

    @AfterAll
    void stop() {
        guarded.close();
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
