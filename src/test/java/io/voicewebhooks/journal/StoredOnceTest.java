package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.journal.spi.PendingEvent;
import io.voicewebhooks.testkit.Application;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A copy of an event is stored already, by the embedded broker's own memory, whoever sends it. */
class StoredOnceTest {
    /** More than the broker itself remembers. */
    private static final int MANY = 21_000;

    @TempDir
    private Path dir;

    /** Events stay in the journal here, where they are counted. */
    private Application start(Way way) {
        return Application.with(dir)
                .set("camel.main.autoStartupExcludePattern", "event-router")
                .prepare(way::in)
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

    @ParameterizedTest
    @EnumSource
    void theLastEventsAreKnownAfterARestart(Way way) throws Exception {
        try (Application application = start(way)) {
            store(application, 1, 300);
            store(application, 200, 301);
            assertStored(application, 300);
        }
        try (Application application = start(way)) {
            assertStored(application, 300);

            store(application, 1, 302);

            assertStored(application, 301);
        }
    }

    /** What one way has stored is known to the other. */
    @ParameterizedTest
    @EnumSource
    void aCopyMayComeAnotherWayAfterARestart(Way way) throws Exception {
        try (Application application = start(way)) {
            store(application, 1, 100);
        }
        try (Application application = start(way == Way.JMS ? Way.EMBEDDED : Way.JMS)) {
            store(application, 1, 101);

            assertStored(application, 100);
        }
    }

    /** The quick way into the embedded broker remembers more than the broker. */
    @Test
    void anEventOfLongAgoIsStillOneEvent() throws Exception {
        try (Application application = start(Way.EMBEDDED)) {
            store(application, 1, MANY);
            assertStored(application, MANY - 1);

            store(application, 1, 100);
            store(application, MANY - 100, MANY + 1);

            assertStored(application, MANY);
        }
    }
}
