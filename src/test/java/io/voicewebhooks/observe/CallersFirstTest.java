package io.voicewebhooks.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deliveries give way to callers while the processors are busy with them, and only then. */
class CallersFirstTest {
    private final AtomicBoolean busy = new AtomicBoolean(true);
    private final CallersFirst callers = CallersFirst.of(new DefaultCamelContext());

    @AfterEach
    void stop() {
        busy.set(false);
    }

    @Test
    void whoeverDeliversPausesLongerAndLongerWhileTheProcessorsAreBusyWithCallers() {
        start(this::takeWebhooks);
        occupyTheProcessors();

        await("a tenth of a second between two turns").until(() -> {
            callers.giveWay();
            long begun = System.nanoTime();
            return callers.giveWay()
                    && System.nanoTime() - begun > Duration.ofMillis(90).toNanos();
        });
    }

    @Test
    void whenTheCallersAreGoneNobodyWaits() {
        start(this::takeWebhooks);
        occupyTheProcessors();
        await("others to come first").until(callers::giveWay);

        busy.set(false);

        await("time for all").until(() -> !callers.giveWay());
    }

    @Test
    void whereNoCallerIsOthersOnTheMachineChangeNothing() throws InterruptedException {
        Thread entrance = start(callers::here);
        occupyTheProcessors();
        entrance.join();

        List<Boolean> ways = IntStream.range(0, 100_000)
                .mapToObj(each -> callers.giveWay())
                .distinct()
                .toList();

        assertThat(ways).containsExactly(false);
    }

    private void takeWebhooks() {
        while (busy.get()) {
            callers.here();
        }
    }

    private void occupyTheProcessors() {
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .forEach(each -> start(() -> {
                    while (busy.get()) {
                        Thread.onSpinWait();
                    }
                }));
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
