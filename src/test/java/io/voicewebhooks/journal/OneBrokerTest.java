package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.Broker;
import io.voicewebhooks.support.LogLines;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.HttpReceiver;
import io.voicewebhooks.testkit.Twilio;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that are spread over two active brokers are not all delivered: nobody starts with two, or goes on unaware. */
class OneBrokerTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path dir;

    private final int one = Application.freePort();
    private final int other = Application.freePort();

    private Application.Builder application(String url) {
        return Application.with(dir.resolve("data")).set(Broker.settings(one)).set("voice.broker.url", url);
    }

    private String both() {
        return "(" + Broker.url(one) + "," + Broker.url(other) + ")";
    }

    private static int status(Application application) {
        return application
                .twilio()
                .post("/voice/status", Twilio.status(Twilio.callSid(), "completed"))
                .statusCode();
    }

    @Test
    void twoServersThatKnowNothingOfEachOtherAreRefused() throws Exception {
        try (Broker first = Broker.start(dir.resolve("one"), one);
                Broker second = Broker.start(dir.resolve("other"), other)) {
            assertThatThrownBy(application(both())::start)
                    .rootCause()
                    .hasMessageContaining("voice.broker.url leads to 2 nodes of Artemis that are no pair: "
                            + first.node() + " at 127.0.0.1:" + one + ", " + second.node() + " at 127.0.0.1:" + other
                            + "; allowed is one server, or one pair of primary and backup");
            assertThat(first.has("voice.events")).isFalse();
            assertThat(second.has("voice.events")).isFalse();
        }
    }

    @Test
    void aClusterIsRefusedAlthoughTheUrlNamesOneOfItsNodesOnly() throws Exception {
        try (Broker first = Broker.startClustered(dir.resolve("one"), one, other);
                Broker second = Broker.startClustered(dir.resolve("other"), other, one)) {
            await().atMost(LIMIT)
                    .until(() -> first.server()
                                    .getClusterManager()
                                    .getDefaultConnection(null)
                                    .getTopology()
                                    .getMembers()
                                    .size()
                            == 2);

            assertThatThrownBy(application(Broker.url(one))::start)
                    .rootCause()
                    .hasMessageContaining("voice.broker.url leads to 2 nodes")
                    .hasMessageContaining(second.node() + " at 127.0.0.1:" + other);
        }
    }

    @Test
    void aSecondNodeThatComesLaterIsAnErrorThatNamesItWhileEventsAreStored() throws Exception {
        try (HttpReceiver http = HttpReceiver.start();
                LogLines log = LogLines.record();
                Broker first = Broker.start(dir.resolve("one"), one);
                Application application =
                        application(both()).set(http.settings()).start()) {
            assertThat(application.management("/observe/health").statusCode()).isEqualTo(200);

            try (Broker second = Broker.start(dir.resolve("other"), other)) {
                await().atMost(LIMIT).untilAsserted(() -> assertThat(log.lines())
                        .filteredOn(line -> line.startsWith("ERROR voice.broker.url leads to 2 nodes"))
                        .singleElement()
                        .asString()
                        .contains(first.node(), second.node(), "127.0.0.1:" + other));
                assertThat(application.management("/observe/health").statusCode())
                        .isEqualTo(503);
                assertThat(application.management("/observe/health").body())
                        .contains("\"journal\"", second.node() + " at 127.0.0.1:" + other);
                assertThat(status(application)).isEqualTo(204);
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(http.delivered()).containsExactly("call.completed"));
                assertThat(application.management("/observe/health/ready").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void anotherNodeAtTheAddressOfTheFirstIsAnError() throws Exception {
        try (LogLines log = LogLines.record()) {
            Broker broker = Broker.start(dir.resolve("one"), one);
            String before = broker.node();
            try (Application application = application(Broker.url(one)).start()) {
                broker.close();
                broker = Broker.start(dir.resolve("other"), one);
                String now = broker.node();

                await().atMost(LIMIT).untilAsserted(() -> assertThat(log.lines())
                        .anyMatch(line -> line.startsWith("ERROR voice.broker.url leads to 2 nodes")
                                && line.contains(before)
                                && line.contains(now)));
                await().atMost(LIMIT).until(() -> status(application) == 204);
                assertThat(application.management("/observe/health").statusCode())
                        .isEqualTo(503);
            } finally {
                broker.close();
            }
        }
    }
}
