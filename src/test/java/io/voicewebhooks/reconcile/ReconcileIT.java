package io.voicewebhooks.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand calls, of which every tenth callback gets lost on its way. */
class ReconcileIT {
    private static final int CALLS = 1_000;

    @TempDir
    private Path directory;

    @Test
    void exactlyWhatWasLostComesBackOnce() throws Exception {
        try (LostCalls twilio = new LostCalls(
                directory, callback -> Math.floorMod(callback.idempotencyToken().hashCode(), 10) == 0)) {
            ExecutorService callers = Executors.newFixedThreadPool(8);
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(callers.submit(twilio::call));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            callers.shutdown();
            twilio.awaitLogged(CALLS);
            assertThat(twilio.dropped).hasSizeGreaterThan(CALLS / 10).doesNotContainAnyElementsOf(twilio.sent);

            JsonNode looked = twilio.look();
            assertThat(looked.path("lost").valueStream().map(lost -> lost.path("id")
                            .asText()))
                    .containsExactlyInAnyOrderElementsOf(LostCalls.ids(twilio.dropped));
            assertThat(looked.path("accounts").path(0).path("calls").asInt()).isEqualTo(CALLS);
            assertThat(twilio.restored()).isEmpty();

            assertThat(twilio.apply().path("restored").asInt()).isEqualTo(twilio.dropped.size());
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(twilio.restored()).hasSameSizeAs(twilio.dropped));
            assertThat(twilio.restored().keySet()).isEqualTo(LostCalls.ids(twilio.dropped));
            assertThat(twilio.restored().values()).allSatisfy(post -> assertThat(
                            post.json().path("data").path("recovered").asText())
                    .isEqualTo("call-events"));

            assertThat(twilio.look().path("lost")).isEmpty();
            assertThat(twilio.apply().path("restored").asInt()).isZero();
            // a request for TwiML, two callbacks and an archived recording of each
            twilio.awaitEvents(4 * CALLS);
            assertThat(twilio.look().path("lost")).isEmpty();
            assertThat(twilio.restored().keySet()).isEqualTo(LostCalls.ids(twilio.dropped));
        }
    }
}
