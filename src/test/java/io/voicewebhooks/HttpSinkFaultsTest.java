package io.voicewebhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.Application;
import io.voicewebhooks.support.HttpReceiver;
import io.voicewebhooks.support.HttpReceiver.Post;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.support.Twilio;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of events whose HTTP endpoint misbehaves. */
@TestInstance(Lifecycle.PER_CLASS)
class HttpSinkFaultsTest {
    private static final String PAUSED = "voice_sink_paused{sink=\"http\"}";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Path dir;
    private HttpReceiver http;
    private Application application;
    private Operator operator;

    @BeforeAll
    void start(@TempDir Path dir) {
        this.dir = dir;
        http = HttpReceiver.start();
        application = Application.with(dir)
                .set(http.settings())
                .set("voice.sink.file.enabled", "true")
                .set("voice.retry.schedule", "200ms,".repeat(20) + "1h")
                .set("voice.management.token", Operator.TOKEN)
                .start();
        operator = Operator.of(application);
    }

    @BeforeEach
    void aSinkThatWorksWithNothingWaiting() {
        http.answers(post -> 204).sends((exchange, status) -> exchange.sendResponseHeaders(status, -1));
        operator.types("sinks", "resume", "http");
        operator.types("deliveries", "retry-now", "--all");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(operator.types("sinks", "list").out()).containsPattern("http +active +0 +0"));
        operator.types("dead-letters", "drop", "--all", "--reason", "of the test before");
        http.posts().clear();
    }

    @AfterAll
    void stop() {
        application.close();
        http.close();
    }

    @Test
    void whatFailsEveryThirdTimeIsAllDeliveredWithTheSameIdOnEachTry() {
        AtomicInteger posts = new AtomicInteger();
        http.answers(post -> posts.incrementAndGet() % 3 == 0 ? 500 : 204);
        List<String> calls = IntStream.range(0, 30).mapToObj(i -> callEnds()).toList();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.delivered()).hasSize(30));
        Map<String, List<Post>> tries = http.posts().stream().collect(Collectors.groupingBy(HttpSinkFaultsTest::call));
        assertThat(tries.keySet()).containsExactlyInAnyOrderElementsOf(calls);
        assertThat(http.posts()).hasSize(posts.get()).hasSizeGreaterThan(40).allMatch(Post::verified);
        assertThat(tries.values()).allSatisfy(ofOneCall -> {
            assertThat(ofOneCall.stream().map(post -> post.header("webhook-id")).distinct())
                    .hasSize(1);
            assertThat(ofOneCall.stream().filter(post -> post.status() == 204)).hasSize(1);
        });
        assertThat(application.deadLetters()).isEmpty();
    }

    /** The calls whose order the same consumer keeps wait for it, a quarter of all. */
    @Test
    void aDeliveryThatHangsHoldsUpNoOtherSinkAndLittleOfItsOwn() {
        CountDownLatch answered = new CountDownLatch(1);
        http.sends((exchange, status) -> {
            String first = http.posts().get(0).header("webhook-id");
            if (first.equals(exchange.getRequestHeaders().getFirst("webhook-id"))) {
                waitFor(answered);
            }
            exchange.sendResponseHeaders(status, -1);
        });
        try {
            String hanging = callEnds();
            await().atMost(LIMIT).until(() -> http.posts().size() == 1);
            List<String> calls =
                    IntStream.range(0, 40).mapToObj(i -> callEnds()).toList();

            await().atMost(LIMIT).untilAsserted(() -> assertThat(http.posts()).hasSizeGreaterThan(20));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(calls)
                    .allMatch(call ->
                            Files.isDirectory(dir.resolve("archive/" + Twilio.ACCOUNT + "/2026/11/23/" + call))));
            assertThat(http.posts().stream().map(HttpSinkFaultsTest::call).filter(hanging::equals))
                    .hasSize(1);

            answered.countDown();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(callsOf(http.posts())).containsAll(calls));
        } finally {
            answered.countDown();
        }
    }

    @Test
    void aConnectionThatIsClosedBeforeTheAnswerMeansAnotherTryWithTheSameId() {
        AtomicInteger posts = new AtomicInteger();
        http.sends((exchange, status) -> {
            if (posts.incrementAndGet() > 1) {
                exchange.sendResponseHeaders(status, -1);
            }
        });
        callEnds();

        assertDeliveredAgain();
    }

    @Test
    void aConnectionThatIsClosedInTheMiddleOfTheAnswerMeansAnotherTryWithTheSameId() {
        AtomicInteger posts = new AtomicInteger();
        http.answers(post -> 200).sends((exchange, status) -> {
            if (posts.incrementAndGet() > 1) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, 100);
                exchange.getResponseBody().write("{\"accepted\":".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
        });
        callEnds();

        assertDeliveredAgain();
    }

    private void assertDeliveredAgain() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.posts()).hasSize(2));
        awaitNothingQueued();
        assertThat(http.posts().get(1).header("webhook-id"))
                .isEqualTo(http.posts().get(0).header("webhook-id"));
        assertThat(http.posts().get(1).body()).isEqualTo(http.posts().get(0).body());
        assertThat(application.deadLetters()).isEmpty();
    }

    @Test
    void aConnectionIsUsedAgainAfterAnOrdinaryAnswer() {
        Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
        http.answers(post -> 200).sends((exchange, status) -> {
            connections.add(exchange.getRemoteAddress());
            byte[] thanks = "thank you".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, thanks.length);
            exchange.getResponseBody().write(thanks);
        });
        for (int i = 1; i <= 5; i++) {
            int posts = i;
            callEnds();
            await().atMost(LIMIT).until(() -> http.posts().size() == posts);
            awaitNothingQueued();
        }

        assertThat(connections).hasSize(1);
    }

    static Stream<Arguments> waits() {
        return Stream.of(
                Arguments.of("600", 10),
                Arguments.of("604800", 60),
                Arguments.of(date(Duration.ofMinutes(20)), 20),
                Arguments.of(date(Duration.ofDays(7)), 60));
    }

    private static String date(Duration fromNow) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plus(fromNow).atOffset(ZoneOffset.UTC));
    }

    /** The longest wait of the schedule is an hour. */
    @ParameterizedTest
    @MethodSource("waits")
    void retryAfterIsObeyedUpToTheLongestWaitOfTheSchedule(String retryAfter, int minutes) {
        http.answers(post -> 503).sends((exchange, status) -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            exchange.sendResponseHeaders(status, -1);
        });
        callEnds();

        JsonNode delivery = await().atMost(LIMIT)
                .until(
                        () -> operator.json("/operations/deliveries").at("/deliveries/0"),
                        waiting -> !waiting.isMissingNode());
        assertThat(Instant.parse(delivery.path("nextTry").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(minutes - 2)),
                        Instant.now().plus(Duration.ofMinutes(minutes + 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410, 413, 422})
    void anAnswerThatRefusesTheEventMakesADeadLetterAtOnce(int status) {
        http.answers(post -> status);
        callEnds();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.deadLetters())
                .containsExactly("the endpoint answered " + status));
        assertThat(http.posts()).hasSize(1);
        assertThat(application.meter(PAUSED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void anAnswerThatRefusesTheCredentialsPausesTheSinkAndLosesNothing(int status) {
        http.answers(post -> status);
        List<String> calls = IntStream.range(0, 8).mapToObj(i -> callEnds()).toList();

        awaitPaused("the endpoint answered " + status);
        assertThat(application.deadLetters()).isEmpty();

        http.answers(post -> 204);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.delivered()).hasSize(8));
        assertThat(callsOf(http.posts())).containsAll(calls);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(application.meter(PAUSED)).isZero());
    }

    @ParameterizedTest
    @CsvSource({
        "301, /elsewhere/secret, it redirects",
        "308, http://127.0.0.1:%d/elsewhere/secret, it redirects to 127.0.0.1"
    })
    void aRedirectIsNotFollowedAndPausesTheSinkWithAReasonThatKeepsSecrets(int status, String location, String words) {
        try (HttpReceiver elsewhere = HttpReceiver.start()) {
            http.answers(post -> status).sends((exchange, code) -> {
                exchange.getResponseHeaders().set("Location", location.formatted(elsewhere.port()));
                exchange.sendResponseHeaders(code, -1);
            });
            for (int i = 0; i < 5; i++) {
                callEnds();
            }

            awaitPaused("the endpoint answered " + status + ": " + words + ", and redirects are not followed");
            assertThat(application.management("/observe/health").body()).doesNotContain("secret");
            assertThat(elsewhere.posts()).isEmpty();
            assertThat(application.deadLetters()).isEmpty();
        }
    }

    private void awaitNothingQueued() {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(application.meter("voice_queue_depth{queue=\"voice.sink.http\"}"))
                        .isZero());
    }

    private void awaitPaused(String reason) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(application.meter(PAUSED)).isEqualTo(1));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        application.management("/observe/health").body())
                .contains("http is")
                .contains(reason));
    }

    private String callEnds() {
        return callEnds(Twilio.callSid());
    }

    private String callEnds(String call) {
        assertThat(application
                        .twilio()
                        .post("/voice/status", Twilio.status(call, "completed"))
                        .statusCode())
                .isEqualTo(204);
        return call;
    }

    private static String call(Post post) {
        return post.json().path("subject").asText();
    }

    private static List<String> callsOf(List<Post> posts) {
        return posts.stream().map(HttpSinkFaultsTest::call).distinct().toList();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
