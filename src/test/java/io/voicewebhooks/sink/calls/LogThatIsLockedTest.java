package io.voicewebhooks.sink.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While somebody else has the database for himself, calls and deliveries go on; what is not kept is named. */
class LogThatIsLockedTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** Of some 60 kB each: more than may wait. */
    private static final int REQUESTS = 400;

    @TempDir
    Path dir;

    @Test
    void whatWaitsIsWrittenLaterAndWhatFindsNoRoomIsAGap() throws SQLException {
        LogFile log = LogFile.of(dir.resolve("calls.db"));
        try (HttpReceiver http = HttpReceiver.start();
                Application application = Application.with(dir)
                        .set(http.settings())
                        .set("voice.sink.calls.enabled", "true")
                        .set("voice.retry.schedule", "200ms,".repeat(30) + "1s")
                        .set("voice.management.token", Operator.TOKEN)
                        .start()) {
            String before = callEnds(application, "");
            await().atMost(LIMIT).until(() -> log.exchanges(before).size() == 1);
            List<String> calls = new ArrayList<>();
            long begun = System.currentTimeMillis();
            try (Connection lock = log.lock()) {
                for (int i = 0; i < REQUESTS; i++) {
                    calls.add(callEnds(application, "x".repeat(60_000)));
                }
                // nobody waits for the log
                await().atMost(LIMIT).until(() -> http.calls().containsAll(calls));
                assertThat(application.meter("voice_calls_dropped_total")).isPositive();
                assertThat(log.exchanges(calls.get(0))).isEmpty();
                assertThat(lock.isClosed()).isFalse();
            }

            await().atMost(LIMIT).until(() -> log.exchanges(calls.get(0)).size() == 1);
            JsonNode gap = await().atMost(LIMIT)
                    .until(
                            () -> Operator.of(application)
                                    .json("/operations/calls")
                                    .at("/gaps/0"),
                            each -> each.path("dropped").asDouble() == application.meter("voice_calls_dropped_total"));
            assertThat(gap.path("from").asText())
                    .isGreaterThan(Instant.ofEpochMilli(begun).toString());
            assertThat(gap.path("to").asText()).isGreaterThan(gap.path("from").asText());
            String after = callEnds(application, "");
            await().atMost(LIMIT).until(() -> log.exchanges(after).size() == 1);
            // every event comes all the same: the log's sink has a queue
            await().atMost(LIMIT).until(() -> log.ask("select * from call").size() == REQUESTS + 2);
        }
    }

    private static String callEnds(Application application, String note) {
        String call = Twilio.callSid();
        assertThat(application
                        .twilio()
                        .post("/voice/status", Twilio.with(Twilio.status(call, "completed"), "note", note))
                        .statusCode())
                .isEqualTo(204);
        return call;
    }
}
