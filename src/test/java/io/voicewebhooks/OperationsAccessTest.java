package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.support.Twilio;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the operations, and from where. */
@TestInstance(Lifecycle.PER_CLASS)
class OperationsAccessTest {
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

    static Stream<String> actions() {
        return Stream.of(
                "/operations/dead-letters/4711/redrive",
                "/operations/dead-letters/4711/drop?reason=x",
                "/operations/dead-letters/redrive?all=true",
                "/operations/dead-letters/drop?all=true&reason=x",
                "/operations/deliveries/retry-now?all=true",
                "/operations/sinks/file/pause?reason=x",
                "/operations/sinks/file/resume");
    }

    static Stream<String> lists() {
        return Stream.of("/operations/dead-letters", "/operations/deliveries", "/operations/sinks");
    }

    @ParameterizedTest
    @MethodSource("actions")
    void anActionNeedsTheToken(String path) {
        Operator operator = Operator.of(guarded);
        for (String token : new String[] {null, "wrong", Operator.TOKEN + "x", "open-sesam"}) {
            var response = operator.withToken(token).post(path);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(response.body()).doesNotContain(Operator.TOKEN);
        }
        assertThat(operator.post(path).statusCode()).isIn(200, 404);
        operator.post("/operations/sinks/file/resume");
    }

    /** As CVE-2026-40022 let strangers around Camel's own authentication. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//operations/sinks",
                "/operations//sinks",
                "/operations/sinks/",
                "/operations/./sinks",
                "/operations/x/../sinks",
                "/operations/%73inks",
                "/operations/sinks%2F",
                "/operations/sinks;a=b",
                "/OPERATIONS/sinks",
                "/observe/../operations/sinks"
            })
    void noSpellingOfAPathLeadsAroundTheToken(String path) {
        assertThat(Operator.of(guarded).withToken(null).get(path).statusCode()).isIn(400, 401, 404);
        assertThat(Operator.of(guarded)
                        .withToken(null)
                        .post(path + "/file/pause?reason=x")
                        .statusCode())
                .isIn(400, 401, 404);
        assertThat(Operator.of(guarded).json("/operations/sinks").toString()).contains("active");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aListNeedsTheTokenOnceThereIsOne(String path) {
        assertThat(Operator.of(guarded).withToken(null).get(path).statusCode()).isEqualTo(401);
        assertThat(Operator.of(guarded).get(path).statusCode()).isEqualTo(200);
        assertThat(Operator.of(open).withToken(null).get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void withoutAConfiguredTokenNothingCanBeChanged(String path) {
        for (String token : new String[] {null, Operator.TOKEN}) {
            var response = Operator.of(open).withToken(token).post(path);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(Operator.json(response).path("error").asText()).startsWith("set voice.management.token");
        }
    }

    @Test
    void withoutAConfiguredTokenNoEventIsShown() {
        assertThat(Operator.of(open).get("/operations/dead-letters/4711").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void anActionIsAPost(String path) {
        assertThat(Operator.of(guarded).get(path).statusCode()).isIn(400, 404, 405);
    }

    @ParameterizedTest
    @MethodSource({"actions", "lists"})
    void nothingOfItIsOnTheWebhooksPort(String path) {
        Twilio twilio = guarded.twilio();
        for (String method : new String[] {"GET", "POST"}) {
            var request = twilio.request(path)
                    .header("Authorization", "Bearer " + Operator.TOKEN)
                    .method(method, java.net.http.HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(twilio.send(request).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theWebhooksAreNotOnTheManagementPort() {
        assertThat(guarded.management("/voice/incoming").statusCode()).isEqualTo(404);
    }

    @Test
    void aWrongTokenIsLoggedWithoutIt() {
        try (LogLines log = LogLines.record()) {
            Outcome outcome = Operator.of(guarded).withToken("guessed").types("sinks", "list");

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err()).contains("voice.management.token");
            assertThat(log.lines())
                    .contains("WARN GET /operations/sinks is refused: wrong token, from 127.0.0.1")
                    .noneMatch(line -> line.contains("guessed") || line.contains(Operator.TOKEN));
        }
    }

    @Test
    void whereNobodyAnswersTheCommandSaysWhere(@TempDir Path dir) {
        Application gone = Application.with(dir).start();
        Operator operator = Operator.of(gone);
        gone.close();

        Outcome outcome = operator.types("sinks", "list");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("no answer from " + gone.managementUrl());
    }

    @Test
    void anApplicationWithoutAManagementServerHasNoOperations(@TempDir Path dir) {
        try (Application application =
                Application.with(dir).set("camel.management.enabled", "false").start()) {
            assertThat(application.context().getRoutes())
                    .noneMatch(route -> route.getRouteId().startsWith("operations-"));
        }
    }

    @Test
    void aContextThatIsNotOursHasNoOperations() throws Exception {
        CamelContext context = new DefaultCamelContext();
        try {
            context.start();
            assertThat(context.hasComponent("management-http")).isNull();
            assertThat(context.getRoutes()).isEmpty();
        } finally {
            context.stop();
        }
    }
}
