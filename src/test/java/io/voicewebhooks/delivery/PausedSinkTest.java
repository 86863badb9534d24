package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Route;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that fails again and again is paused and probed; its events wait in its queue and none is lost. */
class PausedSinkTest {
    private static final String PAUSED = "voice_sink_paused{sink=\"http\"}";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    @Test
    void aSinkThatIsDownIsPausedAndGetsEverythingOnceItIsUp() {
        AtomicBoolean up = new AtomicBoolean();
        try (HttpReceiver http = HttpReceiver.start().answers(post -> up.get() ? 204 : 503);
                Application application = Application.with(dir)
                        .set(http.settings())
                        .set("voice.retry.schedule", "500ms,500ms,1s,1s,2s,2s,2s,2s,2s,2s,2s,2s,2s,2s,2s,2s")
                        .start()) {
            List<String> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(Twilio.callSid());
                application.twilio().post("/voice/status", Twilio.status(calls.get(i), "completed"));
            }
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(application.meter(PAUSED)).isEqualTo(1));
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(503);
            assertThat(application.management("/observe/health").body())
                    .contains("http")
                    .contains("503");
            assertThat(application.management("/observe/health/ready").statusCode())
                    .isEqualTo(200);
            // most of them never went out
            assertThat(http.posts().size()).isLessThan(60);

            up.set(true);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(http.delivered()).hasSize(100));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(application.meter(PAUSED)).isZero());
            String delivered = http.posts().stream()
                    .filter(post -> post.status() == 204)
                    .map(ReceivedPost::body)
                    .toList()
                    .toString();
            assertThat(calls).allMatch(delivered::contains);
            assertThat(application.meter("voice_dead_letters_total{sink=\"http\"}"))
                    .isZero();
        }
    }

    @Test
    void noProbeGoesOutBeforeTheTimeOfRetryAfter() {
        try (HttpReceiver http = HttpReceiver.start().answers(post -> 503).sends((exchange, status) -> {
                    exchange.getResponseHeaders().set("Retry-After", "600");
                    exchange.sendResponseHeaders(status, -1);
                });
                Application application = Application.with(dir)
                        .set(http.settings())
                        .set("voice.retry.schedule", "200ms,".repeat(20) + "1h")
                        .start()) {
            for (int i = 0; i < 50; i++) {
                application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
            }
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(application.meter(PAUSED)).isEqualTo(1));

            // those that were under way; by the schedule there would be a further one every 200 ms
            AtomicInteger seen = new AtomicInteger();
            await().during(Duration.ofSeconds(3)).atMost(LIMIT).until(() -> {
                int posts = http.posts().size();
                return posts >= 5 && seen.getAndSet(posts) == posts;
            });
            assertThat(application.meter(PAUSED)).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatSpeaksOfTheEventDoesNotPauseTheSink() {
        try (HttpReceiver http =
                        HttpReceiver.start().answers(post -> post.type().equals("call.busy") ? 422 : 204);
                Application application =
                        Application.with(dir).set(http.settings()).start()) {
            for (int i = 0; i < 20; i++) {
                application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "busy"));
            }
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));

            await().untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.completed"));
            await().untilAsserted(() -> assertThat(application.meter("voice_dead_letters_total{sink=\"http\"}"))
                    .isEqualTo(20));
            assertThat(application.meter(PAUSED)).isZero();
        }
    }

    @Test
    void aSinkWithAThousandWaitingRetriesIsPausedWhateverTheReason() {
        try (HttpReceiver http = HttpReceiver.start().answers(post -> 409);
                Application application = Application.with(dir)
                        .set(http.settings())
                        .set("voice.retry.schedule", "1h")
                        .start()) {
            for (int i = 0; i < 1_200; i++) {
                application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
            }
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(application.meter(PAUSED)).isEqualTo(1));
            assertThat(application.management("/observe/health").body()).contains("1000 retries are waiting");
            // those of a group that is not committed yet are not counted
            assertThat(http.posts().size()).isBetween(1_000, 1_100);
            assertThat(application.depth("voice.sink.http")).isEqualTo(1_200);
        }
    }

    /** Events flow before the application has started: the pause does not wait for that. */
    @Test
    void aSinkThatFailsWhileTheApplicationStartsIsPausedToo() {
        try (HttpReceiver http = HttpReceiver.start()) {
            try (Application application =
                    Application.with(dir).set(http.settings()).start()) {
                Sinks.of(application.context()).find("http").orElseThrow().hold("for later");
                for (int i = 0; i < 300; i++) {
                    application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
                }
                await().atMost(LIMIT).untilAsserted(() -> assertThat(application.depth("voice.sink.http"))
                        .isEqualTo(300));
            }
            http.answers(post -> 503).sends((exchange, status) -> {
                exchange.getResponseHeaders().set("Retry-After", "600");
                exchange.sendResponseHeaders(status, -1);
            });
            RoutePolicy slow = new RoutePolicySupport() {
                @Override
                public void onStart(Route route) {
                    Sinks sinks = Sinks.of(route.getCamelContext());
                    await().atMost(LIMIT)
                            .until(() -> sinks.find("http").orElseThrow().state() == SinkBreaker.State.PAUSED);
                    // the start goes on when nothing goes out any more
                    AtomicInteger before = new AtomicInteger();
                    await().pollInterval(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> {
                        int now = http.posts().size();
                        return before.getAndSet(now) == now;
                    });
                }
            };
            try (Application application = Application.with(dir)
                    .set(http.settings())
                    .prepare(main -> main.addMainListener(new MainListenerSupport() {
                        @Override
                        public void beforeConfigure(BaseMainSupport support) {
                            support.getCamelContext()
                                    .addRoutePolicyFactory(
                                            (context, route, definition) -> route.equals("sink-http") ? slow : null);
                        }
                    }))
                    .start()) {
                await().atMost(LIMIT).untilAsserted(() -> assertThat(application.meter(PAUSED))
                        .isEqualTo(1));
                await().atMost(LIMIT).until(() -> stopped(application, "sink-http"));
                assertThat(http.posts().size()).isLessThan(150);
            }
        }
    }

    @Test
    void aSinkThatIsStoppedWhileItHangsHoldsUpNoOther() throws IOException {
        CountDownLatch answered = new CountDownLatch(1);
        RouteFolder routes = RouteFolder.copiedTo(dir)
                .write("sink-crm.camel.yaml", """
                        - templatedRoute:
                            routeId: sink-crm
                            routeTemplateRef: http-endpoint
                            parameters:
                              - name: name
                                value: crm
                              - name: url
                                value: "{{crm.url}}"
                              - name: secret
                                value: "{{voice.sink.http.secret}}"
                        """)
                .edit("event-router.camel.yaml", router -> router + """

                                - to:
                                    id: to-crm
                                    uri: jms:queue:voice.sink.crm
                        """);
        try (HttpReceiver http = HttpReceiver.start().sends((exchange, status) -> {
                    waitFor(answered);
                    exchange.sendResponseHeaders(status, -1);
                });
                HttpReceiver crm = HttpReceiver.start();
                Application application = Application.with(dir)
                        .set(http.settings())
                        .set("crm.url", crm.url())
                        .routes(routes.pattern())
                        .start()) {
            Sinks sinks = Sinks.of(application.context());
            SinkBreaker hanging = sinks.find("http").orElseThrow();
            SinkBreaker healthy = sinks.find("crm").orElseThrow();
            healthy.hold("maintenance");
            await().atMost(LIMIT).until(() -> stopped(application, "sink-crm"));
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
            await().atMost(LIMIT).until(() -> http.posts().size() == 1);

            hanging.hold("it hangs");
            healthy.resume();
            await().atMost(LIMIT).until(() -> crm.posts().size() == 1);
            assertThat(application.context().getInflightRepository().size("sink-http"))
                    .isEqualTo(1);

            // what is asked for meanwhile is done once the delivery has ended, which nobody cuts off
            hanging.resume();
            hanging.hold("it hangs");
            answered.countDown();
            await().atMost(LIMIT).until(() -> stopped(application, "sink-http"));
            assertThat(application.depth("voice.sink.http")).isZero();

            hanging.resume();
            application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
            await().atMost(LIMIT).until(() -> http.posts().size() == 2);
            assertThat(http.deliveries().values()).containsExactly(1L, 1L);
        } finally {
            answered.countDown();
        }
    }

    @Test
    void aProbeThatIsDueLaterDoesNotHoldTheStopUp() {
        try (LogLines log = LogLines.record();
                HttpReceiver http = HttpReceiver.start().answers(post -> 503)) {
            try (Application application = Application.with(dir)
                    .set(http.settings())
                    .set("voice.retry.schedule", "1h")
                    .start()) {
                for (int i = 0; i < 10; i++) {
                    application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
                }
                await().atMost(LIMIT).until(() -> stopped(application, "sink-http"));
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("Forcing shutdown"));
        }
    }

    private static boolean stopped(Application application, String route) {
        return application.context().getRouteController().getRouteStatus(route).isStopped();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
