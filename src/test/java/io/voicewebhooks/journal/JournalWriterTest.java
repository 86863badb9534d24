package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.journal.spi.EventSender;
import io.voicewebhooks.journal.spi.PendingEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The acknowledgement follows the disk, however slow that is; here the disk does what the test says. */
class JournalWriterTest {
    /** So long that it ends no wait of a test that passes. */
    private static final long PATIENCE_MILLIS = 20_000;

    private final Disk disk = new Disk();
    private final JournalWriter writer = new JournalWriter(disk, PATIENCE_MILLIS);

    /** Writes when it may, and fails when it is told to. */
    private static final class Disk implements EventSender {
        private final Semaphore permits = new Semaphore(0);
        private final List<List<String>> together = Collections.synchronizedList(new ArrayList<>());
        private final List<String> alone = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean broken;
        private volatile boolean knowsOne;

        @Override
        public boolean sendTogether(List<PendingEvent> events) throws Exception {
            permits.acquire();
            if (broken) {
                throw new IOException("the disk is gone");
            }
            if (knowsOne) {
                return false;
            }
            together.add(events.stream().map(PendingEvent::id).toList());
            return true;
        }

        @Override
        public void sendAlone(PendingEvent event) {
            alone.add(event.id());
        }

        @Override
        public void reset() {
            // nothing is kept
        }
    }

    @BeforeEach
    void start() {
        writer.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        writer.stop();
    }

    private CompletableFuture<Void> store(String id) {
        return writer.store(new PendingEvent(id, "{}", Map.of()));
    }

    private CompletableFuture<Void> offer(String id) {
        return writer.offer(new PendingEvent(id, "{}", Map.of()));
    }

    @Test
    void nobodyIsToldBeforeTheDiskHasTheEvent() throws Exception {
        CompletableFuture<Void> first = store("1");
        await().until(disk.permits::hasQueuedThreads);
        CompletableFuture<Void> second = store("2");
        CompletableFuture<Void> third = store("3");

        assertThat(first).isNotDone();
        disk.permits.release();
        first.get(60, TimeUnit.SECONDS);
        assertThat(second).isNotDone();
        assertThat(third).isNotDone();

        disk.permits.release();
        second.get(60, TimeUnit.SECONDS);
        third.get(60, TimeUnit.SECONDS);
        assertThat(disk.together).containsExactly(List.of("1"), List.of("2", "3"));
    }

    @Test
    void whatNobodyWaitsForIsWrittenWithTheNextThatSomebodyWaitsFor() throws Exception {
        disk.permits.release();

        CompletableFuture<Void> first = offer("1");
        CompletableFuture<Void> second = offer("2");
        CompletableFuture<Void> awaited = store("3");

        CompletableFuture.allOf(first, second, awaited).get(60, TimeUnit.SECONDS);
        assertThat(disk.together).containsExactly(List.of("1", "2", "3"));
    }

    @Test
    void whatNobodyWaitsForIsWrittenAfterAMomentEvenIfNothingFollows() throws Exception {
        JournalWriter impatient = new JournalWriter(disk, 5);
        impatient.start();
        disk.permits.release();

        impatient.offer(new PendingEvent("1", "{}", Map.of())).get(60, TimeUnit.SECONDS);

        impatient.stop();
        assertThat(disk.together).containsExactly(List.of("1"));
    }

    @Test
    void whatNobodyWaitsForIsWrittenWhenItStops() throws Exception {
        disk.permits.release();
        CompletableFuture<Void> offered = offer("1");

        writer.stop();

        assertThat(offered).isCompleted();
        assertThat(disk.together).containsExactly(List.of("1"));
    }

    @Test
    void copiesAreWrittenOnceAndEachIsTold() throws Exception {
        CompletableFuture<Void> blocker = store("0");
        await().until(disk.permits::hasQueuedThreads);
        CompletableFuture<Void> original = store("1");
        CompletableFuture<Void> copy = store("1");

        disk.permits.release(2);

        CompletableFuture.allOf(blocker, original, copy).get(60, TimeUnit.SECONDS);
        assertThat(disk.together).containsExactly(List.of("0"), List.of("1"));
    }

    @Test
    void whereTheBrokerKnowsOneOfThemTheyAreWrittenOneByOne() throws Exception {
        disk.knowsOne = true;
        disk.permits.release();

        store("1").get(60, TimeUnit.SECONDS);

        assertThat(disk.alone).containsExactly("1");
    }

    @Test
    void aFailureIsToldAndTheNextEventIsTriedAgain() throws Exception {
        disk.broken = true;
        disk.permits.release();

        assertThatThrownBy(() -> store("1").get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("the disk is gone");

        disk.broken = false;
        disk.permits.release();
        store("2").get(60, TimeUnit.SECONDS);
        assertThat(disk.together).containsExactly(List.of("2"));
    }

    @Test
    void itIsFullWhenManyWaitAndNoLongerWhenTheyAreWritten() {
        CompletableFuture<Void> first = store("first");
        await().until(disk.permits::hasQueuedThreads);
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 0; i < JournalWriter.MANY; i++) {
            assertThat(writer.isFull()).isFalse();
            others.add(store("event-" + i));
        }
        assertThat(writer.isFull()).isTrue();

        disk.permits.release(JournalWriter.MANY);

        await().until(() -> first.isDone() && others.stream().allMatch(CompletableFuture::isDone));
        assertThat(writer.isFull()).isFalse();
    }

    @Test
    void whoeverWaitsWhenItStopsIsTold() throws Exception {
        CompletableFuture<Void> underWay = store("1");
        await().until(disk.permits::hasQueuedThreads);
        CompletableFuture<Void> waiting = store("2");

        writer.stop();

        assertThat(underWay).isCompletedExceptionally();
        assertThat(waiting).isCompletedExceptionally();
    }

    @Test
    void whatWaitsWhenItStopsIsWrittenIfTheDiskStillWorks() throws Exception {
        CompletableFuture<Void> underWay = store("1");
        await().until(disk.permits::hasQueuedThreads);
        CompletableFuture<Void> waiting = store("2");

        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> {
            try {
                writer.stop();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        disk.permits.release(2);
        stop.get(60, TimeUnit.SECONDS);

        assertThat(underWay).isCompleted();
        assertThat(waiting).isCompleted();
        assertThat(disk.together).containsExactly(List.of("1"), List.of("2"));
    }

    @Test
    void whatComesAfterTheStopIsTold() throws Exception {
        writer.stop();

        assertThat(store("1")).isCompletedExceptionally();
        assertThat(writer.offer(new PendingEvent("2", "{}", Map.of()))).isCompletedExceptionally();
    }
}
