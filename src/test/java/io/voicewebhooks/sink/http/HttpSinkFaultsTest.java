package io.voicewebhooks.sink.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of events whose HTTP endpoint fails, hangs or hangs up. */
class HttpSinkFaultsTest extends HttpSinkScenario {
    @Test
    void whatFailsEveryThirdTimeIsAllDeliveredWithTheSameIdOnEachTry() {
        AtomicInteger posts = new AtomicInteger();
        http.answers(post -> posts.incrementAndGet() % 3 == 0 ? 500 : 204);
        List<String> calls = IntStream.range(0, 30).mapToObj(i -> callEnds()).toList();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.delivered()).hasSize(30));
        Map<String, List<ReceivedPost>> tries =
                http.posts().stream().collect(Collectors.groupingBy(HttpSinkScenario::call));
        assertThat(tries.keySet()).containsExactlyInAnyOrderElementsOf(calls);
        assertThat(http.posts()).hasSize(posts.get()).hasSizeGreaterThan(40).allMatch(ReceivedPost::verified);
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
            assertThat(http.posts().stream().map(HttpSinkScenario::call).filter(hanging::equals))
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

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
