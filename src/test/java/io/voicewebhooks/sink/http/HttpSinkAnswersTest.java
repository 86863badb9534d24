package io.voicewebhooks.sink.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.testkit.HttpReceiver;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answers of an HTTP endpoint mean: wait, a dead letter, or a paused sink. */
class HttpSinkAnswersTest extends HttpSinkScenario {
    private static final String PAUSED = "voice_sink_paused{sink=\"http\"}";

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
                        waiting -> waiting.has("nextTry"));
        assertThat(Instant.parse(delivery.path("nextTry").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(minutes - 2)),
                        Instant.now().plus(Duration.ofMinutes(minutes + 1)));
    }

    /** Which answers those are is in {@code ErrorHandlingRouteTest}. */
    @Test
    void anAnswerThatRefusesTheEventMakesADeadLetterAtOnce() {
        http.answers(post -> 410);
        callEnds();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(application.deadLetters())
                .containsExactly("the endpoint answered 410"));
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

    private void awaitPaused(String reason) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(application.meter(PAUSED)).isEqualTo(1));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        application.management("/observe/health").body())
                .contains("http is")
                .contains(reason));
    }
}
