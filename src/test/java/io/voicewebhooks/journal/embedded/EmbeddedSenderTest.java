package io.voicewebhooks.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.journal.EventMessage;
import io.voicewebhooks.journal.Journal;
import io.voicewebhooks.journal.Queues;
import io.voicewebhooks.journal.spi.PendingEvent;
import io.voicewebhooks.testkit.Application;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which copies the quick way into the embedded broker keeps out beyond those that the broker knows. */
class EmbeddedSenderTest {
    /** More than the broker itself remembers. */
    private static final int MANY = 21_000;

    @TempDir
    private Path dir;

    /** Events stay in the journal here, where they are counted. */
    private Application start() {
        return Application.with(dir)
                .set("camel.main.autoStartupExcludePattern", "event-router")
                .start();
    }

    private static void store(Application application, int from, int to) throws Exception {
        Journal journal = Journal.of(application.context());
        CompletableFuture<?>[] stored = IntStream.range(from, to)
                .mapToObj("%032x"::formatted)
                .map(id ->
                        journal.store(new PendingEvent(id, "{}", Map.of("eventId", id, EventMessage.DUPLICATE_ID, id))))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stored).get(60, TimeUnit.SECONDS);
    }

    private static void assertStored(Application application, int events) {
        await().untilAsserted(() -> assertThat(application.depth(Queues.EVENTS)).isEqualTo(events));
    }

    @Test
    void anEventOfLongAgoIsStillOneEvent() throws Exception {
        try (Application application = start()) {
            store(application, 1, MANY);
            assertStored(application, MANY - 1);

            store(application, 1, 100);
            store(application, MANY - 100, MANY + 1);

            assertStored(application, MANY);
        }
    }
}
