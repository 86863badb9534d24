package io.voicewebhooks.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Operator.Outcome;
import io.voicewebhooks.support.RawRequest;
import io.voicewebhooks.support.RawRequest.Reply;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int GUESSES = 60;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Application guarded;
    private Application open;

    @BeforeAll
    void start(@TempDir Path guardedDir, @TempDir Path openDir) {
        guarded = Application.with(guardedDir)
                .set("voice.sink.file.enabled", "true")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        open = Application.with(openDir)
                .set("voice.sink.file.enabled", "true")
                .set("voice.management.hosts", "voice.ops.example, 192.0.2.7")
                .start();
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
                "/operations/deliveries/drop?sink=s3&reason=x",
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
        for (String token : new String[] {null, "wrong"}) {
            var response = operator.withToken(token).post(path);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(response.body()).doesNotContain(Operator.TOKEN);
        }
        assertThat(operator.post(path).statusCode()).isIn(200, 404, 409);
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
    void whoGuessesTheTokenFillsNoLogAndWaitsAndTheRightOneIsTakenMeanwhile(@TempDir Path dir) {
        try (Application application = Application.with(dir)
                        .set("voice.management.token", Operator.TOKEN)
                        .start();
                LogLines log = LogLines.record()) {
            Outcome first = Operator.of(application).withToken("guessed").types("sinks", "list");
            assertThat(first.status()).isEqualTo(1);
            assertThat(first.err()).contains("voice.management.token");
            assertThat(log.lines()).contains("WARN GET /operations/sinks is refused: wrong token, from 127.0.0.1");

            List<CompletableFuture<Integer>> guesses = IntStream.range(0, GUESSES)
                    .mapToObj(guess -> guess(application, guess % 2 == 0 ? Operator.TOKEN + guess : "open-sesam"))
                    .toList();
            for (int request = 0; request < 3; request++) {
                assertThat(Operator.of(application).get("/operations/sinks").statusCode())
                        .isEqualTo(200);
            }
            assertThat(guesses).allSatisfy(guess -> assertThat(guess.join()).isIn(401, 429));
            await().atMost(LIMIT).until(() -> {
                long begin = System.nanoTime();
                guess(application, "wrong").join();
                return System.nanoTime() - begin >= TimeUnit.SECONDS.toNanos(1);
            });

            // ten a minute, and the run may last longer than one
            assertThat(log.lines())
                    .filteredOn(line -> line.contains(" token, from "))
                    .hasSizeBetween(10, 30);
            assertThat(log.lines()).noneMatch(line -> line.contains("guessed") || line.contains(Operator.TOKEN));
        }
    }

    private static CompletableFuture<Integer> guess(Application application, String token) {
        return CLIENT.sendAsync(
                        HttpRequest.newBuilder(URI.create(application.managementUrl() + "/operations/sinks"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::statusCode);
    }

    /** What a page of another host would make an operator's browser send (DNS rebinding). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9876",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.5"
            })
    void anotherHostIsRefusedAndHealthAndMetricsAreNot(String host) {
        for (Application application : List.of(guarded, open)) {
            for (String path : List.of(
                    "/operations/sinks", "/", "/observe/../operations/sinks", "/observe/%2e%2e/operations/sinks")) {
                Reply reply = RawRequest.get(path)
                        .host(host)
                        .header("Authorization", "Bearer " + Operator.TOKEN)
                        .sendTo(application.managementUrl());
                assertThat(reply.status()).isEqualTo(421);
                assertThat(reply.body()).contains("voice.management.hosts").doesNotContain(host);
            }
            for (String path : List.of("/observe/health/live", "/observe/metrics")) {
                assertThat(RawRequest.get(path)
                                .host(host)
                                .sendTo(application.managementUrl())
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.1.2.3:9876", "[::1]", "[::1]:9876"})
    void thisMachineAndNamedHostsAreServed(String host) {
        assertThat(RawRequest.get("/operations/sinks")
                        .host(host)
                        .sendTo(open.managementUrl())
                        .status())
                .isEqualTo(200);
        assertThat(RawRequest.get("/operations/sinks")
                        .host("Voice.Ops.example:443")
                        .sendTo(open.managementUrl())
                        .status())
                .isEqualTo(200);
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
