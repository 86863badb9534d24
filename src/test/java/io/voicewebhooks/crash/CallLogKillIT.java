package io.voicewebhooks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.ArchivedFiles;
import io.voicewebhooks.support.Instance;
import io.voicewebhooks.support.JavaProcess;
import io.voicewebhooks.support.Load;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.HttpReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 takes with it what the call log had not written yet. What it shows of each delivery is true all the same: it agrees
 * with the queues and the sinks.
 */
class CallLogKillIT {
    private static final int PER_SECOND = 300;
    private static final int KILLS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path dir;

    @Test
    void eachCallSaysWhatWasDeliveredAndWhatWaitsAlthoughTheProcessIsKilled() throws Exception {
        Random random = new Random();
        Instance instance = Instance.in(dir)
                .set("voice.sink.file.enabled", "true")
                .set("voice.retry.schedule", "1h")
                .set("voice.management.token", Operator.TOKEN);
        Operator operator = Operator.of(instance);
        try (HttpReceiver http = HttpReceiver.start();
                Load load = new Load(PER_SECOND, instance.url())) {
            instance.set(http.settings());
            for (int i = 0; i < KILLS; i++) {
                try (JavaProcess application = instance.start()) {
                    load.on();
                    Duration life = Duration.ofMillis(1_000 + random.nextInt(2_000));
                    await().pollDelay(life).atMost(life.plus(LIMIT)).until(() -> true);
                    if (i == KILLS - 1) {
                        // some of it is written by then, however slow the machine is
                        await().atMost(LIMIT).until(() -> load.acknowledged().stream()
                                .anyMatch(call -> !operator.json("/operations/calls/" + call)
                                        .path("exchanges")
                                        .isEmpty()));
                    }
                    application.kill();
                    load.off();
                }
            }
            Set<String> acknowledged = load.acknowledged();

            // the receiver is down now, and what it has not got yet waits
            http.answers(post -> 503);
            try (JavaProcess application = instance.start()) {
                assertThat(application.output()).doesNotContain("damaged");
                awaitEmpty(instance, "voice.events", "voice.sink.calls", "voice.sink.file");
                // paused, or everything waits for its retry
                await().atMost(LIMIT).until(() -> operator.json("/operations/deliveries?sink=http&limit=1000")
                        .path("deliveries")
                        .valueStream()
                        .noneMatch(each ->
                                Set.of("delivering").contains(each.path("state").asText())));
                Map<String, JsonNode> calls = calls(operator);
                Set<String> delivered = withSink(calls, "http", "delivered");
                Set<String> waiting = new HashSet<>(calls.keySet());
                waiting.removeAll(delivered);
                // the list asks no queue for each of its calls
                waiting.removeIf(call -> delivery(operator, call, "http").equals("delivered") && delivered.add(call));
                System.out.printf(
                        "%d kills, %d acknowledged, %d calls in the log, of them %d wait%n",
                        KILLS, acknowledged.size(), calls.size(), waiting.size());

                assertThat(calls.keySet()).containsAll(acknowledged);
                assertThat(http.calls()).containsAll(delivered);
                await().atMost(LIMIT).untilAsserted(() -> assertThat(waiting)
                        .hasSize((int) instance.management().depth("voice.sink.http")));
                awaitDelivered(operator, "file", calls.keySet());
                assertThat(ArchivedFiles.calls(instance.data().resolve("archive")))
                        .isEqualTo(calls.keySet());

                http.answers(post -> 204);
                operator.types("sinks", "resume", "http");
                operator.types("deliveries", "retry-now", "--all");
                awaitEmpty(instance, "voice.sink.http");
                awaitDelivered(operator, "http", calls.keySet());
                assertThat(http.calls()).isEqualTo(calls.keySet());
                tellOfEach(operator, calls.keySet());
            }
        }
    }

    private static String delivery(Operator operator, String call, String sink) {
        return operator.json("/operations/calls/" + call)
                .path("deliveries")
                .valueStream()
                .filter(each -> each.path("sink").asText().equals(sink))
                .map(each -> each.path("state").asText())
                .findFirst()
                .orElse("missing");
    }

    private static void awaitEmpty(Instance instance, String... queues) {
        for (String queue : queues) {
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> instance.management().depth(queue) == 0);
        }
    }

    /** Waits until the log says of all calls, and of no other, that a sink has them. */
    private static void awaitDelivered(Operator operator, String sink, Set<String> calls) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(withSink(calls(operator), sink, "delivered"))
                .isEqualTo(calls));
    }

    /** Page by page, by CallSid. */
    private static Map<String, JsonNode> calls(Operator operator) {
        Map<String, JsonNode> calls = new TreeMap<>();
        String cursor = "";
        do {
            JsonNode page = operator.json("/operations/calls?limit=200" + cursor);
            page.path("calls").forEach(call -> calls.put(call.path("callSid").asText(), call));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());
        return calls;
    }

    private static Set<String> withSink(Map<String, JsonNode> calls, String sink, String state) {
        return calls.entrySet().stream()
                .filter(call ->
                        call.getValue().path("sinks").path(sink).asText().equals(state))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The timeline of each call: one event, delivered to both sinks; requests of the last moments may be lost. */
    private static void tellOfEach(Operator operator, Set<String> calls) {
        int exchanges = 0;
        for (String call : calls.stream().toList()) {
            JsonNode shown = operator.json("/operations/calls/" + call);
            assertThat(shown.path("events")).hasSize(1);
            assertThat(shown.path("deliveries")
                            .valueStream()
                            .map(each -> each.path("sink").asText() + " "
                                    + each.path("state").asText()))
                    .containsExactlyInAnyOrder("file delivered", "http delivered");
            assertThat(shown.path("exchanges").size()).isLessThanOrEqualTo(1);
            exchanges += shown.path("exchanges").size();
        }
        System.out.printf("of %d calls %d have their request%n", calls.size(), exchanges);
        assertThat(exchanges).isPositive();
    }
}
