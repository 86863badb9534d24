package io.voicewebhooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicewebhooks.testkit.Application;
import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes of a user's own read queues in whatever mode Camel offers. */
class BrokerComponentTest {
    private static final int MESSAGES = 5;

    private static void send(Application application, int messages) throws Exception {
        try (JMSContext session =
                Journal.of(application.context()).connectionFactory().createContext()) {
            for (int i = 0; i < messages; i++) {
                session.createProducer().send(session.createQueue("own"), "hello");
            }
        }
    }

    /** So that a crash repeats one delivery, not the slow one before it as well. */
    @Test
    void aDeliveryThatTookLongIsCommittedBeforeTheNextOneBegins(@TempDir Path dir) throws Exception {
        Path routes = Files.createDirectory(dir.resolve("routes"));
        Files.writeString(routes.resolve("own.camel.yaml"), """
                - route:
                    id: own
                    from:
                      uri: jms:queue:own
                      steps:
                        - delay:
                            constant: "100"
                        - process:
                            ref: next
                """);
        CountDownLatch second = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        Processor next = exchange -> {
            second.countDown();
            if (second.getCount() == 0) {
                end.await();
            }
        };
        try (Application application = Application.with(dir.resolve("data"))
                .routes("file:" + routes + "/*.camel.yaml")
                .bean("next", next)
                .start()) {
            send(application, 2);
            second.await();

            assertThat(depth(Journal.of(application.context()))).isEqualTo(1);
            end.countDown();
        }
    }

    @Test
    void aQueueIsReadInATransactionAndATopicIsNot(@TempDir Path dir) throws Exception {
        Path routes = Files.createDirectory(dir.resolve("routes"));
        Files.writeString(routes.resolve("own.camel.yaml"), """
                - route:
                    from:
                      uri: jms:queue:own
                      steps:
                        - process:
                            ref: fails
                - route:
                    from:
                      uri: jms:topic:voice.feed
                      steps:
                        - process:
                            ref: failsToo
                """);
        AtomicInteger queue = new AtomicInteger();
        AtomicInteger topic = new AtomicInteger();
        try (Application application = Application.with(dir.resolve("data"))
                .routes("file:" + routes + "/*.camel.yaml")
                .bean("fails", failsFirst(queue))
                .bean("failsToo", failsFirst(topic))
                .start()) {
            try (JMSContext session =
                    Journal.of(application.context()).connectionFactory().createContext()) {
                session.createProducer().send(session.createTopic("voice.feed"), "first");
                session.createProducer().send(session.createTopic("voice.feed"), "second");
            }
            send(application, 1);

            await().until(() -> queue.get() == 2);
            assertThat(topic).hasValue(2);
        }
    }

    private static Processor failsFirst(AtomicInteger count) {
        return exchange -> {
            if (count.incrementAndGet() == 1) {
                throw new IllegalStateException("the first one fails");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concurrentConsumers=2",
                "transacted=false&acknowledgementModeName=CLIENT_ACKNOWLEDGE",
                "transacted=false&acknowledgementModeName=AUTO_ACKNOWLEDGE",
                "transacted=true&lazyCreateTransactionManager=true",
                "transacted=true&lazyCreateTransactionManager=false"
            })
    void eachMessageIsConsumedOnce(String mode, @TempDir Path dir) throws Exception {
        Path routes = Files.createDirectory(dir.resolve("routes"));
        Files.writeString(routes.resolve("own.camel.yaml"), """
                - route:
                    id: own
                    from:
                      uri: jms:queue:own?%s
                      steps:
                        - log: read
                """.formatted(mode));
        try (Application application = Application.with(dir.resolve("data"))
                .routes("file:" + routes + "/*.camel.yaml")
                .start()) {
            NotifyBuilder read = new NotifyBuilder(application.context())
                    .fromRoute("own")
                    .whenDone(MESSAGES)
                    .create();
            send(application, MESSAGES);

            Journal journal = Journal.of(application.context());
            await().until(read::matches);
            await().untilAsserted(() -> assertThat(depth(journal)).isZero());

            application.context().getRouteController().stopRoute("own");
            assertThat(depth(journal)).isZero();
        }
    }

    private static long depth(Journal journal) throws Exception {
        return journal.figures().ask(known -> known.depth("own"));
    }
}
