package io.voicewebhooks.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicewebhooks.support.Wire;
import io.voicewebhooks.testkit.Application;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While the application starts and stops its port listens, but the routes are not all there. */
class WindowsTest {
    private static final int HAMMERS = 4;

    @TempDir
    Path dir;

    private final int port = Application.freePort();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final CountDownLatch refused = new CountDownLatch(HAMMERS);
    private final ExecutorService hammers = Executors.newCachedThreadPool();

    /** Asks without a pause for a path that has a route; unsigned, so its answer is 403. */
    @BeforeEach
    void hammer() {
        for (int i = 0; i < HAMMERS; i++) {
            hammers.submit(() -> {
                boolean seen = false;
                while (!Thread.currentThread().isInterrupted()) {
                    int status = status();
                    statuses.add(status);
                    if (status == 503 && !seen) {
                        seen = true;
                        refused.countDown();
                    }
                }
            });
        }
    }

    @AfterEach
    void rest() {
        hammers.shutdownNow();
    }

    private int status() {
        try {
            return Wire.ask(port, "GET /voice/status HTTP/1.1\r\nHost: a\r\n\r\n")
                    .status();
        } catch (UncheckedIOException e) {
            return 0; // nobody listens, or no longer
        }
    }

    private void awaitRefusal() {
        try {
            assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whileItStartsTheAnswerIs503AndNever404() {
        try (Application application = Application.with(dir)
                .set("voice.http.port", String.valueOf(port))
                .prepare(main -> main.addMainListener(new MainListenerSupport() {
                    @Override
                    public void beforeStart(BaseMainSupport support) {
                        holdUntilRefused(support.getCamelContext());
                    }
                }))
                .start()) {
            assertThat(application.context().isStarted()).isTrue();
            assertThat(status()).isEqualTo(403);
            assertThat(statuses).contains(503).isSubsetOf(0, 503, 403);
        }
    }

    /** The port is open, the routes are not started yet. */
    private void holdUntilRefused(CamelContext context) {
        try {
            context.addStartupListener(new StartupListener() {
                @Override
                public void onCamelContextStarting(CamelContext starting, boolean alreadyStarted) {
                    awaitRefusal();
                }

                @Override
                public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) {}
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whileItStopsTheAnswerIs503AndNever404AndWhatHadComeBeforeIsAnswered() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Application application = Application.with(dir)
                .set("voice.http.port", String.valueOf(port))
                .start();
        RouteBuilder.addRoutes(application.context(), routes -> {
            routes.from("platform-http:/slow")
                    .process(exchange -> {
                        begun.countDown();
                        awaitRefusal();
                    })
                    .setBody()
                    .constant("at last");
        });
        try (Wire before = Wire.connect(port)) {
            before.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            Future<?> stopped = hammers.submit(application::close);

            assertThat(before.reply().body()).isEqualTo("at last");
            stopped.get(30, TimeUnit.SECONDS);
            assertThat(statuses).contains(503).isSubsetOf(0, 503, 403);
        }
    }
}
