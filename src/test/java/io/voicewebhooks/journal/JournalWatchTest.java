package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a look meets, the next one comes. */
class JournalWatchTest {
    private volatile Throwable failure;
    private volatile boolean closes = true;
    private final JournalWatch watch = new JournalWatch(this::look, this::forget);

    private String look() throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
        return null;
    }

    private void forget() {
        if (!closes) {
            throw new IllegalStateException("cannot be closed");
        }
    }

    private void assertGoesOnAfter(Throwable met) {
        watch.start(10, () -> {});
        assertThat(watch.problem()).isNull();

        failure = met;
        await().untilAsserted(() -> assertThat(watch.problem()).contains(met.getMessage()));
        assertThat(watch.reachable()).isFalse();

        failure = null;
        await().untilAsserted(() -> assertThat(watch.problem()).isNull());
        assertThat(watch.reachable()).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        watch.stop();
    }

    @Test
    void aBrokerThatIsBack() {
        assertGoesOnAfter(new IOException("refused"));
    }

    @Test
    void anError() {
        assertGoesOnAfter(new OutOfMemoryError("unable to create native thread"));
    }

    @Test
    void whoWantsToKnowIsToldOnceEachTimeThatEventsCanBeStored() {
        AtomicInteger told = new AtomicInteger();
        failure = new IOException("refused");
        watch.start(10, told::incrementAndGet);
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(told).hasValue(0));

        failure = null;
        await().untilAsserted(() -> assertThat(told).hasValue(1));
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(told).hasValue(1));

        failure = new IOException("refused");
        await().untilAsserted(() -> assertThat(watch.problem()).isNotNull());
        failure = null;
        await().untilAsserted(() -> assertThat(told).hasValue(2));
    }

    @Test
    void aConnectionThatCannotBeClosed() {
        closes = false;
        assertGoesOnAfter(new IOException("refused"));
    }
}
