package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.Certificate;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.support.Operator;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.ReceivedPost;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal in an Artemis server of the estate: {@code voice.broker.url}. */
class ExternalBrokerTest {
    /** Twilio waits 15 s for an answer. */
    private static final Duration BEFORE_TWILIO_GIVES_UP = Duration.ofSeconds(15);

    @TempDir
    Path dir;

    private final int port = Application.freePort();

    private Application.Builder application() {
        return Application.with(dir.resolve("data"))
                .set(Broker.settings(port))
                .set("voice.management.token", Operator.TOKEN);
    }

    private static int status(Application application, String call, String status) {
        return application
                .twilio()
                .post("/voice/status", Twilio.status(call, status))
                .statusCode();
    }

    @Test
    void theQueuesAreMadeBeforeAnythingIsAcknowledged() throws Exception {
        try (HttpReceiver http = HttpReceiver.start();
                Broker broker = Broker.start(dir.resolve("broker"), port);
                Application application = application().set(http.settings()).start()) {
            assertThat(broker.has("voice.events")).isTrue();
            assertThat(broker.has("voice.dead-letter")).isTrue();
            assertThat(broker.has("voice.sink.http")).isTrue();
            assertThat(broker.server().getAddressInfo(SimpleString.of("voice.feed")))
                    .isNotNull();

            assertThat(status(application, Twilio.callSid(), "completed")).isEqualTo(204);

            await().untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.completed"));
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(200);
            assertThat(dir.resolve("data/journal")).doesNotExist();
        }
    }

    @Test
    void whileTheBrokerIsAwayWebhooksAreRefusedAtOnceAndCallersAnsweredAndThenItGoesOnWithoutARestart()
            throws Exception {
        try (HttpReceiver http = HttpReceiver.start();
                LogLines log = LogLines.record()) {
            Broker broker = Broker.start(dir.resolve("broker"), port);
            try (Application application = application().set(http.settings()).start()) {
                assertThat(status(application, Twilio.callSid(), "completed")).isEqualTo(204);
                await().untilAsserted(() -> assertThat(http.posts()).hasSize(1));

                broker.close();

                long before = System.nanoTime();
                assertThat(status(application, Twilio.callSid(), "completed")).isEqualTo(503);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(BEFORE_TWILIO_GIVES_UP);
                await().untilAsserted(() -> assertThat(
                                application.management("/observe/health").statusCode())
                        .isEqualTo(503));
                assertThat(application.management("/observe/health/ready").statusCode())
                        .isEqualTo(200);
                before = System.nanoTime();
                for (int i = 0; i < 50; i++) {
                    assertThat(status(application, Twilio.callSid(), "completed"))
                            .isEqualTo(503);
                }
                assertThat(application
                                .twilio()
                                .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                                .body())
                        .contains("<Record ");
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(BEFORE_TWILIO_GIVES_UP);
                Operator operator = Operator.of(application);
                assertThat(operator.types("sinks", "pause", "http", "--reason", "test")
                                .out())
                        .contains("state: held");
                assertThat(operator.types("sinks", "list").out()).containsPattern("http +held +- +- +test");
                assertThat(operator.types("sinks", "resume", "http").status()).isZero();

                broker = Broker.start(dir.resolve("broker"), port);

                await().atMost(Duration.ofMinutes(2)).until(() -> status(application, Twilio.callSid(), "busy") == 204);
                await().atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertThat(http.delivered()).contains("call.busy"));
                assertThat(application.management("/observe/health").statusCode())
                        .isEqualTo(200);
                // the watch has said it, not every consumer of a queue again and again
                assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR Could not refresh JMS Connection"));
                // nor each refused callback, beside its line of the access log
                assertThat(log.lines())
                        .filteredOn(line -> line.contains("call-status") && !line.startsWith("INFO route="))
                        .satisfiesExactly(
                                line -> assertThat(line).startsWith("ERROR call-status cannot be stored: "),
                                line -> assertThat(line).startsWith("INFO call-status is stored again: it failed "));
            } finally {
                broker.close();
            }
        }
    }

    @Test
    void aBrokerThatCameBackEmptySwallowsNoEvent() throws Exception {
        try (HttpReceiver http = HttpReceiver.start()) {
            Broker broker = Broker.start(dir.resolve("broker"), port);
            try (Application application = application().set(http.settings()).start()) {
                assertThat(status(application, Twilio.callSid(), "completed")).isEqualTo(204);
                await().untilAsserted(() -> assertThat(http.posts()).hasSize(1));

                List<String> acknowledged = new ArrayList<>();
                broker.close();
                broker = Broker.start(dir.resolve("another"), port);
                await().atMost(Duration.ofMinutes(2)).until(() -> {
                    String call = Twilio.callSid();
                    if (status(application, call, "busy") == 204) {
                        acknowledged.add(call);
                    }
                    return acknowledged.size() == 20;
                });

                await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(http.posts())
                        .extracting(ReceivedPost::body)
                        .filteredOn(body -> acknowledged.stream().anyMatch(body::contains))
                        .hasSize(20));
            } finally {
                broker.close();
            }
        }
    }

    @Test
    void anApplicationThatStartsBeforeTheBrokerAnswersCallersAndTakesEventsLater() throws Exception {
        try (HttpReceiver http = HttpReceiver.start();
                Application application = application().set(http.settings()).start()) {
            assertThat(status(application, Twilio.callSid(), "completed")).isEqualTo(503);
            assertThat(application
                            .twilio()
                            .post("/voice/incoming", Twilio.call(Twilio.callSid()))
                            .body())
                    .contains("<Record ");
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(503);

            try (Broker broker = Broker.start(dir.resolve("broker"), port)) {
                await().until(() -> status(application, Twilio.callSid(), "busy") == 204);
                assertThat(broker.has("voice.events")).isTrue();
                await().atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertThat(http.delivered()).contains("call.busy"));
            }
        }
    }

    @Test
    void aWrongPasswordStopsTheStartAndSaysSo() throws Exception {
        try (Broker broker = Broker.start(dir.resolve("broker"), port)) {
            Application.Builder wrong = application().set("voice.broker.password", "wrong");
            assertThatThrownBy(wrong::start)
                    .rootCause()
                    .hasMessageContaining("voice.broker.username and voice.broker.password")
                    .hasMessageNotContaining("wrong");
            assertThat(broker.has("voice.events")).isFalse();
        }
    }

    @Test
    void aQueueThatWouldNotKeepEventsStopsTheStart() throws Exception {
        try (Broker broker = Broker.start(dir.resolve("broker"), port)) {
            broker.createForgetfulQueue("voice.events");
            assertThatThrownBy(application()::start)
                    .rootCause()
                    .hasMessageContaining("the queue voice.events of the broker does not keep events");
        }
    }

    @Test
    void twoInstancesShareTheWork() throws Exception {
        try (HttpReceiver one = HttpReceiver.start();
                HttpReceiver other = HttpReceiver.start();
                Broker broker = Broker.start(dir.resolve("broker"), port);
                Application first = application().set(one.settings()).start();
                Application second = application()
                        .set("voice.data-dir", dir.resolve("second").toString())
                        .set(other.settings())
                        .start()) {
            List<String> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String call = Twilio.callSid();
                calls.add(call);
                assertThat(status(i % 2 == 0 ? first : second, call, "completed"))
                        .isEqualTo(204);
                // the second instance gets the same webhook again
                assertThat(status(second, call, "completed")).isEqualTo(204);
            }
            await().untilAsserted(() ->
                    assertThat(one.posts().size() + other.posts().size()).isEqualTo(100));
            assertThat(one.posts()).hasSizeGreaterThan(10);
            assertThat(other.posts()).hasSizeGreaterThan(10);
            assertThat(broker.server().locateQueue("voice.dead-letter").getMessageCount())
                    .isZero();
            String bodies = one.posts() + " " + other.posts();
            assertThat(calls).allMatch(bodies::contains);
        }
    }

    @Test
    void theConnectionToTheBrokerCanBeTls() throws Exception {
        Certificate.make(dir);
        String store = dir.resolve("certificate.p12").toString();
        try (HttpReceiver http = HttpReceiver.start();
                Broker broker = Broker.start(
                        dir.resolve("broker"),
                        Broker.url(port) + "?sslEnabled=true&keyStorePath=" + store + "&keyStorePassword=changeit");
                Application application = application()
                        .set(http.settings())
                        .set(
                                "voice.broker.url",
                                Broker.url(port) + "?sslEnabled=true&trustStorePath=" + store
                                        + "&trustStorePassword=changeit")
                        .start()) {
            assertThat(status(application, Twilio.callSid(), "completed")).isEqualTo(204);
            await().untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.completed"));
            assertThat(broker.has("voice.events")).isTrue();
        }
    }
}
