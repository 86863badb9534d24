package io.voicewebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.support.RouteFolder;
import io.voicewebhooks.testkit.Application;
import io.voicewebhooks.testkit.Twilio;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink of a user's own, whose component connects when its route starts, as clients of message brokers do. */
class SinkThatCannotStartTest {
    private final AtomicInteger delivered = new AtomicInteger();
    private volatile boolean down;

    private final class Broker extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new Connection(this);
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException("nothing is read from it");
                }
            };
        }
    }

    private final class Connection extends DefaultProducer {
        Connection(Endpoint endpoint) {
            super(endpoint);
        }

        private void connect() throws ConnectException {
            if (down) {
                throw new ConnectException("refused");
            }
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            connect();
        }

        @Override
        public void process(Exchange exchange) throws Exception {
            connect();
            delivered.incrementAndGet();
        }
    }

    @Test
    void itIsProbedUntilItStarts(@TempDir Path dir) throws Exception {
        RouteFolder routes = RouteFolder.copiedTo(dir)
                .write("sink-other.camel.yaml", """
                - route:
                    id: sink-other
                    routeConfigurationId: delivery
                    from:
                      uri: jms:queue:voice.sink.other
                      steps:
                        - to: other:broker
                """)
                .edit("event-router.camel.yaml", router -> router + "        - to: jms:queue:voice.sink.other\n");
        try (Application application = Application.with(dir.resolve("data"))
                .set("voice.retry.schedule", "1s,1s,1s,1s,1s,1s,1s,1s,1s")
                .routes(routes.pattern())
                .bean("other", new Broker())
                .start()) {
            down = true;
            for (int i = 0; i < 8; i++) {
                application.twilio().post("/voice/status", Twilio.status(Twilio.callSid(), "completed"));
            }
            SinkBreaker sink = Sinks.of(application.context()).find("other").orElseThrow();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(sink.reason()).contains("cannot be started"));

            down = false;

            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(delivered.get()).isEqualTo(8));
            await().untilAsserted(() -> assertThat(sink.state()).isEqualTo(SinkBreaker.State.ACTIVE));
        }
    }
}
